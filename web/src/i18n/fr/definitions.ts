import type { Definitions } from '../definition-names.ts'

export const definitions: Definitions = {
  figures: {
    calls:
      'Conversations de toute sorte qui ont commencé : appels, réunions, enregistrements et appels d’agents. Celles qui sont supprimées ne comptent pas.',
    pitches:
      'Conversations évaluées où l’offre a été présentée : si la grille a une étape « pitch », celles où elle a pris du temps ; sinon, les entretiens de vente et démonstrations qui ont eu lieu.',
    sales: 'Conversations dont le résultat est « gagné ».',
    no_shows: 'Conversations dont le résultat est « absent ».',
    show_up_rate:
      'Part des appels où le client était présent. Ce qui n’est pas évalué compte comme tenu. Vide sans appels.',
    closing_rate: 'Ventes rapportées à tous les appels, absences comprises. Vide sans appels.',
    average_score:
      'Score moyen des conversations dont l’évaluation en vigueur en a un, corrections comprises.',
    talk_ratio:
      'Secondes où notre côté parle, sur toutes les secondes de parole ; le silence ne compte pas. Les longues conversations pèsent davantage.',
    monologue: 'Moyenne du plus long tour de parole de notre côté dans chaque conversation.',
    patience:
      'Médiane, sur les conversations, de la pause que notre côté laisse après le client, au dixième de seconde ; au-delà de dix secondes, on en compte dix.',
    question_rate:
      'Questions de notre côté, par heure des conversations où elles ont été comptées.',
    objections_met: 'Objections trouvées par les évaluations en vigueur.',
    objections_mastered: 'Objections après lesquelles, une fois traitées, le client a poursuivi.',
    objection_mastery:
      'Objections maîtrisées, parmi celles qui ont été rencontrées. Vide sans objections.',
    next_step_rate:
      'Conversations évaluées avec une prochaine étape convenue, parmi celles qui ont eu lieu.',
    follow_up_adherence:
      'Relances dues dans la période et tenues : avant la fin du jour prévu, il y a eu une autre conversation avec le contact, ou la tâche de relance était faite. Celles qui ne sont pas encore dues ne comptent qu’une fois tenues. La date est celle de l’évaluation, sinon celle du composeur.',
    criterion_score:
      'Moyenne des notes d’un critère, en pourcentage de la meilleure ; les réponses sans objet ou impossibles à donner ne comptent pas.',
    outcome_count: 'Conversations dont l’évaluation en vigueur a ce résultat.',
    held: 'Appels où le client était présent.',
    next_steps: 'Conversations évaluées, absences mises à part, avec une prochaine étape convenue.',
    deals_won: 'Affaires gagnées dans la période, et qui le sont toujours.',
    won_value: 'Somme des valeurs des affaires gagnées.',
    win_rate:
      'Affaires gagnées, parmi celles closes dans la période. Vide si aucune n’a été close.',
    open_value:
      'Somme des valeurs des affaires ouvertes, à cet instant. Sans période précédente à comparer.',
    weighted_forecast:
      'Somme, sur les affaires ouvertes, de la valeur multipliée par la probabilité, à cet instant. Sans période précédente à comparer.',
    stage_conversion:
      'Affaires entrées dans l’étape pendant la période et depuis passées à une étape suivante ou gagnées, parmi toutes celles qui y sont entrées.',
    time_in_stage:
      'Temps moyen passé dans l’étape par les affaires qui l’ont quittée pendant la période.',
    activities: 'Activités de ce type datées de la période, sans celles annulées.',
    tasks_completed: 'Tâches de la personne responsable terminées dans la période.',
    task_punctuality:
      'Tâches dues dans la période et terminées avant la fin du jour prévu. Celles qui ne sont pas encore dues ne comptent qu’une fois terminées, les tâches annulées jamais.',
  },
  metrics: {
    duration:
      'Du début du premier mot à la fin du dernier. Quand les temps sont devinés, c’est la durée connue de la conversation, à titre d’estimation.',
    talk_seconds:
      'Somme des temps de parole de tous : quand deux personnes parlent ensemble, le temps compte deux fois. Le temps d’un locuteur est celui que couvrent ses passages, compté une fois là où ils se recouvrent.',
    rep_share:
      'Temps de parole de notre côté, divisé par celui de tous : la parole seulement, sans le silence. Quand les temps sont devinés, on compte des mots, à titre d’estimation.',
    talk_listen_ratio: 'Temps de parole de notre côté, divisé par celui du côté du client.',
    longest_monologue:
      'Le plus long tour de parole de notre côté. Un tour va du début de son premier passage à la fin du dernier ; il s’arrête quand un autre dit plus qu’un simple « oui, d’accord », ou après dix secondes de silence.',
    monologue_count:
      'Tours de parole de notre côté plus longs que le réglage « monologue_seconds » de l’espace (60 secondes par défaut).',
    longest_customer_story:
      'La plus longue suite de tours d’une même personne du côté du client, du début à la fin ; les autres peuvent y dire jusqu’à dix mots.',
    interactivity: 'Changements de locuteur, par minute de conversation.',
    patience:
      'Médiane des pauses entre la fin d’un tour du client et le début du nôtre juste après ; commencer avant la fin compte comme une pause nulle.',
    question_count:
      'Phrases de notre côté qui finissent par un point d’interrogation, qui demandent une explication (« dites-moi … »), ou qui commencent comme une question dans un passage sans ponctuation. Un simple « d’accord ? » n’en est pas une.',
    open_question_count:
      'Questions de notre côté dont une partie commence par quoi, comment, pourquoi ou « dites-moi », après les formules de politesse ; « combien » est fermé, comme tout le reste.',
    closed_question_count: 'Questions de notre côté qui ne sont pas ouvertes.',
    targeted_question_count:
      'Questions de notre côté, ouvertes ou fermées, contenant un mot sur ce qui compte pour le client : problème, objectif, budget, décision, échéance, priorité, risque …',
    question_rate: 'Questions de notre côté par heure de conversation.',
    filler_count:
      'Mots et expressions de notre côté qui figurent dans la liste des mots de remplissage de la langue.',
    filler_rate: 'Mots de remplissage de notre côté pour cent de ses mots.',
    words_per_minute: 'Mots de notre côté, divisés par son temps de parole.',
    interruptions:
      'Passages de notre côté, hors simples acquiescements, qui commencent alors qu’une personne du côté du client parle depuis 0,3 s et continue encore au moins 0,3 s.',
    interruptions_by_customer: 'La même chose, dans l’autre sens.',
    overlap_share:
      'Temps où plusieurs personnes parlent ensemble, divisé par le temps où quelqu’un parle ; sans les simples acquiescements.',
    silence_share: 'Part de la durée où personne ne parle.',
    sentiment:
      'Mots positifs moins mots négatifs, divisés par leur total, chez tous les locuteurs. Une négation jusqu’à trois mots avant inverse un mot. Nos propres listes de mots ; toujours une estimation.',
    customer_sentiment: 'La même chose, du côté du client seulement.',
    next_step:
      'Si quelqu’un dit ce qui vient ensuite (une réunion, un rappel, un envoi) dans la seconde moitié des mots, sans négation jusqu’à trois mots avant.',
    greeting: 'Si notre côté salue dans ses 40 premiers mots.',
    close: 'Si notre côté remercie ou dit au revoir dans ses 40 derniers mots.',
  },
}
