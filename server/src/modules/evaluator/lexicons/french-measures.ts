import { anyOf, type Lexicon } from './lexicon.ts'

/** Ce qui montre qu'une étape de la vente a eu lieu. */
export const frenchMeasures: Lexicon['measures'] = {
  greeting: anyOf(
    "bonjour|salut|bonsoir|coucou|enchantee?|comment (?:allez-vous|vas-tu|ca va)|ca va|ravie?|merci (?:de prendre|d'avoir pris|pour votre temps|d'etre)|c'est [a-z]+ de",
  ),
  agenda: anyOf(
    "l'objectif|le but|ordre du jour|programme (?:de|d')|je vous appelle (?:au sujet|pour|a propos)|on a (?:\\d+|trente|quarante|une) ?(?:minutes|min|heure)|je (?:vous|te) propose (?:de|qu'on) (?:commencer|faire|demarrer)|comment (?:va|on va) se (?:passer|derouler)|ca vous va comme|dans un premier temps|aujourd'hui on",
  ),
  situation: anyOf(
    "comment (?:vous|tu|est-ce que vous|ca|gerez)[^.]{0,50}|qui (?:s'occupe|gere|est en charge)|combien (?:de|d')|depuis (?:quand|combien)|actuellement|aujourd'hui (?:vous|tu)|quel (?:outil|logiciel|systeme)|parlez[- ]moi|ou (?:en etes-vous|tu en es)|votre situation",
  ),
  pain: anyOf(
    "problemes?|difficultes?|galere|cauchemar|douleurs?|frustr(?:e|ant|ation)|perd(?:s|ons|re|ez)?|compliquee?s?|besoins?|manque|bloque|blocage|on y passe|prend (?:trop|un temps|des heures)|faute de|qu'est-ce qui (?:vous|te) (?:pousse|gene|bloque|manque)|marre|a la main",
  ),
  impact: anyOf(
    "(?:ca|cela) (?:vous|te|nous) coute|(?:combien|qu'est-ce que) (?:ca|cela)[^.?!]{0,20}(?:coute|represente|change)|consequences?|impact|(?:heures|jours?|journee)[^.?!]{0,12} (?:par|chaque) (?:jour|semaine|mois)|chiffre d'affaires|rentabilite|gagner du temps|pour cent|indicateurs?|objectif",
  ),
  urgency: anyOf(
    "pourquoi maintenant|urgent|urgence|au plus vite|priorite|quand (?:voulez|souhaitez|veux|voudriez)|qu'est-ce qui se passe si|que se passe|des que possible|le plus vite|a quelle echeance|si (?:vous|tu) ne (?:changez|fais|faites) rien",
  ),
  budget: anyOf(
    'budget|financ(?:e|es|ement|ier|iere|ierement|er)|combien (?:payez|vous payez|gagn|tu gagn|vous depensez)|investir|investissement|moyens|enveloppe|epargne|mensualites?|capacite',
  ),
  transition: anyOf(
    "(?:je peux|puis-je|laissez[- ]moi|laisse[- ]moi|je vais|j'aimerais|je voudrais) (?:vous |te |t')?(?:montrer|presenter|expliquer|parler)|d'apres ce que|si je (?:comprends|resume|recapitule)|pour resumer|en deux mots|justement",
  ),
  pitch: anyOf(
    "(?:on|nous|notre (?:solution|logiciel|accompagnement|methode|programme|offre|outil)|l'accompagnement|le programme|l'outil) (?:aide|aidons|accompagne|accompagnons|permet|propose|proposons|dure|comprend|inclut|fonctionne)|(?:vous|tu) (?:aurez|pourrez|allez pouvoir|auras|pourras|vas pouvoir)|fonctionnalite|concretement|temoignage",
  ),
  value: anyOf(
    'pour que (?:vous|tu)|ce qui (?:vous |te )?permet|benefices?|avantages?|resultats?|gagn(?:er|ez|es)|economis(?:er|ez)|au lieu de|par exemple|nos clients|valeur|comme ca (?:vous|tu)',
  ),
  closing: anyOf(
    "on (?:demarre|commence|y va|se lance|part)(?: ensemble)?|(?:vous etes|tu es|es-tu|etes-vous) (?:pret|prete|partant|partante)|qu'est-ce (?:que vous|qu'en|que tu) (?:en )?(?:dites|pensez|penses|vous en pensez)|qu'est-ce qui (?:vous|te) (?:manque|retient|bloque|empeche)|quelle formule|on fait comment|je vous inscris|ca vous (?:convient|parle)",
  ),
  payment: anyOf(
    'paiement|payer|regl(?:er|ement)|carte|virement|facture|en (?:deux|trois|plusieurs|\\d+) fois|contrat|signature|sign(?:er|e)|acces|onboarding|demarrage|lancement|iban',
  ),
  next_step: anyOf(
    "prochaines? etapes?|je (?:vous|te|t') ?(?:envoie|rappelle|recontacte|prepare)|je reviens vers|invitation|agenda|rendez-vous|on se (?:rappelle|revoit|voit|cale)|je (?:vous|te) propose (?:un|une|de se|qu'on)",
  ),
  decision_maker: anyOf(
    "qui (?:decide|prend la decision|valide|d'autre|signe)|decideurs?|(?:votre|ton|mon|ma|le|la|notre) (?:associee?|mari|femme|conjointe?|patronne?|gerante?|direct(?:eur|rice|ion)|chef|daf|direction)|c'est (?:vous|toi|moi) qui (?:decide\\w*|gere\\w*|valide\\w*)|seule? a decider",
  ),
  decision_process: anyOf(
    "comment (?:se prend|prenez|vous (?:prenez|decidez)|ca se decide)|process(?:us)?|validation|valider|service (?:achats?|juridique)|appel d'offres|etapes? (?:avant|pour)|comite|signature",
  ),
  decision_criteria: anyOf(
    "criteres?|(?:le plus|ce qui est) important|indispensable|cahier des charges|exigences?|ce qu'on cherche|cherchez|comparer|qu'est-ce qu'il (?:vous|te) (?:faut|faudrait)|redhibitoire",
  ),
  champion: anyOf(
    "(?:l'equipe|les equipes|mes collegues|mon equipe|tout le monde) (?:a|ont|est|sont|aime|adore|veut)|je vais (?:en parler|pousser|defendre|convaincre|presenter)|en interne|de mon cote je|je suis convaincu",
  ),
  competition: anyOf(
    "concurren(?:t|ts|ce)|autres? (?:prestataires?|fournisseurs?|solutions?|offres?|devis)|compar(?:er|aison|ative)|qui s'occupe|vous travaillez avec|actuellement avec|alternatives?|contents?",
  ),
  timeline: anyOf(
    "quand|echeance|delais?|calendrier|d'ici|avant (?:fin|la fin|l'ete|noel|la rentree)|a partir de|date de (?:debut|demarrage|lancement)|dans (?:deux|trois|six|\\d+) (?:semaines|mois)|pour (?:la rentree|janvier|septembre)",
  ),
}
