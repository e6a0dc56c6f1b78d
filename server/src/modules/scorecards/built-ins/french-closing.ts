import { type BuiltIn, stage } from './shorthand.ts'

export const frenchClosing: BuiltIn = {
  key: 'french_closing',
  name: 'Coach closing',
  description:
    'Dix étapes d’un appel de vente, chacune notée, avec les objections, le score du prospect et des conseils.',
  content: {
    criteria: [],
    language: 'fr',
    outcome_rule: 'evidence',
    scored_talk_types: ['sales', 'discovery', 'demo', 'follow_up'],
    guidance:
      'Tu coaches un closeur : tutoie-le, sois direct et bienveillant. Deux phrases au plus par commentaire. Une étape absente vaut 0. Chaque conseil cite ce qui a été dit et propose une meilleure formulation.',
    stages: [
      stage(
        'connexion',
        'Connexion',
        'greeting',
        'Accueil, ton, intérêt sincère ; la confiance avant la vente.',
      ),
      stage(
        'cadrage',
        'Cadrage',
        'agenda',
        'But de l’appel, déroulé, durée, et la décision attendue à la fin.',
      ),
      stage(
        'besoins_douleurs',
        'Besoins et douleurs',
        'pain',
        'Situation, besoins et douleurs, creusés par des questions ouvertes.',
      ),
      stage(
        'urgence',
        'Urgence',
        'urgency',
        'Pourquoi maintenant, et ce que coûte de ne rien faire.',
      ),
      stage(
        'finances',
        'Finances',
        'budget',
        'Capacité et volonté d’investir, vérifiées avant le prix.',
      ),
      stage(
        'transition_pitch',
        'Transition vers le pitch',
        'transition',
        'Reformulation, accord sur le constat, permission de présenter.',
      ),
      stage('pitch', 'Pitch', 'pitch', 'Offre reliée aux douleurs dites, bénéfices avant détails.'),
      stage(
        'objections',
        'Objections',
        'objection_handling',
        'Écouter, isoler, répondre, vérifier que c’est levé.',
      ),
      stage(
        'cloture',
        'Clôture',
        'closing',
        'Demande claire de décision, silence, choix entre deux options.',
      ),
      stage(
        'paiement_onboarding',
        'Paiement et onboarding',
        'payment',
        'Paiement ou contrat pendant l’appel, suite expliquée.',
      ),
    ],
  },
}
