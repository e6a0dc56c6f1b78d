import { frenchMeasures } from './french-measures.ts'
import { anyOf, type Lexicon } from './lexicon.ts'

const stopWords = new Set(
  `a ah ai alors apres as au aussi avec avez avons bah beaucoup ben bien bon bonjour c ca car ce cela ces cet
  cette chez comme d dans de des deux dit donc du elle elles en encore est et etait etes etre eu euh eux fait
  faut il ils j je jour l la le les leur lui m ma mais me meme merci mes moi mon n ne non nos notre nous on ont
  ou oui par parce pas peu peut plus pour pourquoi qu quand que quel quelle quelque qui quoi s sa sans se sera
  ses si son sont suis sur ta te tes toi ton tout tous tres tu un une va vais vers voila vont vos votre vous y
  accord hein`.split(/\s+/),
)

const you = "(?:vous|te|t'|lui|leur)"
const documents =
  '(?:doc(?:umentation|uments?|s)?|plaquettes?|brochures?|infos?|informations?|temoignages?|presentation|details?|exemples?|etude de cas|recapitulatif|recap|mail|quelque chose|lien)'
const papers =
  '(?:contrats?|devis|proposition(?: commerciale)?|offre|bon de commande|convention|accord)'
const sending =
  '(?:envoie|envoies|envoyer|envoyez|envoye|enverrai|renvoie|renvoyer|renvoyez|transmets|transmettre|transmettez|adresse|adresser|prepare|preparer|redige|rediger|fais parvenir|faire parvenir|fais passer|faire passer|aurez|auras|recevez|recevrez|recevras|etablis|etablir|edite|editer)'
const buyer =
  "(?:on|nous|je|j'|ils?|elles?|la direction|le (?:conseil|comite|patron|gerant|directeur)|l'equipe)"

/** Le français courant de la vente, du tu comme du vous. */
export const french: Lexicon = {
  language: 'fr',
  stopWords,

  accepts: {
    clear: anyOf(
      '(?:alors |donc |parfait |super |ok )?on (?:y va|part la[- ]dessus|part sur|fonce|signe|valide|se lance|demarre)(?= *(?:[.,!]|$|avec|sur|tout))',
      "(?:c'est|pour moi c'est|tout est) (?:bon|ok|valide|d'accord) pour (?:moi|nous)",
      "(?:je suis|nous sommes|on est) (?:partante?s?|convaincue?s?|d'accord pour (?:signer|commencer|demarrer|avancer))",
      '(?:je|on|nous) (?:vous |te |le |la |les )?(?:prends?|prenons|achete|achetons|commande|commandons|signe|signons|valide|validons)(?! (?:le temps|note|avec (?:notre|mon|ma|le|la)))',
      "(?:je|on|nous) (?:souhaite|souhaitons|veux|veut|voulons|voudrais|voudrait|aimerait|aimerais) (?:l'|le |la |les |vous |te )?(?:avancer|signer|demarrer|commencer|acheter|commander|y aller|prendre|etendre|deployer|renouveler|installer|rejoindre|souscrire|partir sur|partir avec)",
      "(?:inscrivez|inscris|mettez|comptez|compte)[- ](?:moi|nous)|je m'inscris|banco|(?:vous pouvez|tu peux) (?:lancer|y aller|valider|facturer|preparer le contrat)|(?:retourne|renvoie|rends)[^.?!]{0,12} signee?s?|marche conclu|affaire conclue|on est d'accord|feu vert|je passe commande",
      `${buyer} (?:a|ont|avons|ai) (?:donne (?:son|leur|notre) accord|valide|accepte|approuve|dit oui)`,
      'paiement (?:est |a ete |vient d.etre )?(?:passe|accepte|valide|effectue|fait)',
      "(?:je|j'ai|on) (?:viens de |vient de |ai )?(?:signe|paye|regle)(?= *(?:[.,!]|$|le|ce|tout))",
      "(?:vous m'avez|tu m'as|vous nous avez|je suis|on est) convaincus?|on (?:vous|te) (?:choisit|retient|fait confiance)|(?:nous vous|je vous|je te) (?:choisissons|choisis|fais confiance)|(?:ok|d'accord|valide) pour (?:moi|nous),? (?:on|je|vous)",
      'vendu|ou est-ce (?:que je|qu.on) signe',
    ),
    faint: anyOf(
      'allons-y',
      '(?:je|on) (?:vous )?(?:le )?signe',
      'numero de (?:ma )?carte',
      "c'est (?:bon|parti)",
      "envoyez?[- ](?:moi|nous) (?:le contrat|la facture|le lien de paiement|le bon de commande)|ou est-ce (?:que je|qu'on) pai?y?e",
    ),
  },
  celebrates: anyOf(
    'bienvenue (?:chez nous|parmi nous|a bord|dans (?:le|la|l))',
    'felicitations|bravo',
    '(?:tres bonne|excellente|bonne) decision|excellent choix',
  ),
  refuses: {
    clear: anyOf(
      "(?:pas|plus|jamais) (?:du tout |vraiment |trop )?interess\\w*|(?:n'|ne m'|ne nous )interesse(?:nt)? (?:pas|plus)|(?:ca|cela) ne (?:m'|nous )interesse",
      "(?:n'ai|n'avons|n'a|pas|aucun) (?:vraiment )?(?:pas )?(?:besoin (?:de (?:rien|ca|vous|votre)|d'autre)|envie)|besoin de rien|aucun besoin",
      "(?:choisi|pris|retenu|opte pour|partis? (?:avec|sur|chez)|alles? (?:avec|chez)) (?:un |une |l'|d')?(?:autre|concurrent|eux)|(?:choisi|retenu) (?:un|une) (?:autre )?(?:prestataire|fournisseur|solution)|signe (?:avec|chez) (?:eux|un|une|d'autres)",
      '(?:decide|prefere|preferons|choisi) (?:de )?ne (?:pas|plus)|ne (?:va|vais|allons|vont|souhaite|souhaitons|veux|veut|compte|comptons|donnerai|donnerons|donnera|prevoit|prevoyons)(?: pas| plus)(?: (?:y|donner|vous|le))*(?: ?)(?:changer|donner suite|continuer|avancer|aller|faire|acheter|suite|signer|prendre)|on (?:va|compte|souhaite|veut) pas (?:changer|continuer|donner suite|avancer|prendre|faire)',
      '(?:pas|plus) les moyens|hors de (?:question|portee)',
      "(?:arretez?|cessez?) de (?:m'|me |nous )(?:appeler|contacter|deranger)|(?:retirez|enlevez|supprimez)[- ]moi|ne (?:me |m'|nous )(?:rappelez|appelez|contactez) (?:pas|plus)",
      "(?:c'est|ce sera|ca sera) (?:un )?non|pas la peine|inutile d'insister|laissez tomber|non merci,? au revoir",
      "n'(?:achete|achetons|acheterai|acheterons|acheterait) (?:rien|pas|jamais)|(?:tombe|tombee) a l'eau|(?:abandonne|annule|stoppe|enterre|gele) (?:le|ce|notre|l'|tout)|on (?:va )?(?:s'arreter|en rester|rester) (?:la|avec|sur ce|chez)|(?:je|on|nous) (?:passe|passons|decline|declinons|prefere rester|reste|restons)(?= *(?:[.,!]|$|notre|votre|cette|avec|chez))|ne (?:donne|donnera|donnerons) pas suite|plus d'actualite|sans suite",
    ),
    faint: anyOf(
      'pas (?:fait )?pour (?:moi|nous)',
      '(?:tres|bien|assez|plutot) (?:contente?s?|satisfaite?s?)',
      'ne changerait rien|ca ne change rien',
      "non,? merci|sans facon|(?:on est|nous sommes|je suis) (?:deja )?equipee?s?|(?:ne )?(?:vois|voyons|voit) pas l'interet",
      "perte de temps|pas (?:la peine|possible|interesse)|on (?:ne )?cherche pas|laisser tomber|ce genre d'appels|appels comme ca",
      'bonne continuation',
    ),
  },
  unfit: anyOf(
    '(?:trompez|trompes?) de (?:numero|personne|service|societe)|(?:mauvais|faux) numero|erreur de numero',
    'pas (?:la bonne|le bon|la) (?:personne|interlocuteur|interlocutrice|contact)',
    '(?:deja|etre|sommes|suis) (?:deja )?(?:un |une |votre |vos )?(?:clientes?|clients?|abonnee?s?)(?: chez vous)?',
    "(?:ne )?(?:travaille|fait) plus (?:ici|la|chez|dans|partie)|(?:a quitte|parti de) (?:la societe|l'entreprise)",
    "il n'y a (?:pas de|personne)[^.?!]{0,30} ici",
    "(?:je suis|nous sommes) (?:etudiante?|a la retraite|retraitee?)|cesse (?:l'|notre |mon )activite",
    "(?:on|je|nous) (?:vous )?(?:l'|les )?(?:ai|a|avons) (?:deja )?(?:achete|pris|commande)e?s? (?:chez vous|en |l'an)|vous l'(?:a|ai|avons) (?:deja )?achete|(?:on|nous) (?:utilise|utilisons) deja votre|votre collegue[^.?!]{0,20} (?:nous suit|s'occupe)",
    'numero prive|ligne privee|un particulier',
  ),
  voicemail: anyOf(
    'messagerie|repondeur|boite vocale',
    '(?:laissez|laisser)[- ](?:moi |nous |un |votre |lui )*(?:message|nom|coordonnees|numero)|laissez vos coordonnees|je suis (?:actuellement )?absente?(?: et|$|[.,])',
    'apres le (?:bip|signal|signal sonore|top)',
    "(?:pas disponible|absente?) pour le moment|ne (?:peux|peut|pouvons) (?:pas )?(?:prendre|repondre a) (?:votre|l')? ?appel",
    "(?:votre|le) correspondant|n'est pas (?:disponible|joignable)|injoignable|(?:rappeler|reessayer) ulterieurement|tapez (?:un|1|diese)",
  ),
  absent: anyOf(
    "personne ne (?:s'est |se |m'a )?(?:connecte|repond|decroche|vient|rejoint|presente)|(?:il|elle)s? (?:ne )?(?:viendra|viendront|vient|s'est|repond|decroche)(?:nt)? pas|(?:il|elle) n'est pas (?:la|venue?)",
    '(?:je|on) (?:coupe|arrete|ferme|quitte) la (?:reunion|visio)|toujours personne|pas de reponse|absente? au rendez-vous',
  ),
  conditional: anyOf(
    'si',
    'a moins que',
    'peut-etre',
    'eventuellement',
    'des que',
    'une fois que',
    'pas sur',
  ),

  agrees: anyOf(
    "oui|ouais|d'accord|ok|entendu|parfait|tres bien|super|volontiers|avec plaisir|bien sur|absolument|exactement|pourquoi pas|ca marche|impeccable|nickel",
    "(?:ca|c'est|cela) (?:me |nous )?(?:va|convient|irait|bon|parfait|note)|disponible|a (?:mardi|lundi|mercredi|jeudi|vendredi|demain|bientot|tout a l'heure)",
  ),
  consents:
    /^(?:oui|ouais|bien sur|absolument|avec plaisir|volontiers|d'accord|allez-y|vas-y|parfait|ok)\b/,
  flatNo: /^non(?:[.!,]|$| merci)/,
  declines: anyOf('^non|pas vraiment|non merci|pas la peine|pas maintenant|surtout pas|plutot pas'),

  promises: anyOf(
    `(?:je|j'|on|nous) (?:vais |va |allons |dois |peux |peut )?(?:${you} ?)?(?:l'|le |la |les )?(?:${sending}|rappelle|rappeler|rappellerai|recontacte|recontacter|reviens|revenir|note|mets|mettre|contacter|contacte|ecris|ecrire|appelle|appeler|propose|proposer|retire|lance|cale|caler|bloque|organise|fais|faire|montrer|voir)`,
    `je me permets de|je ${you}`,
    '(?:vous allez|tu vas) (?:recevoir|avoir)|vous (?:recevrez|aurez)|tu (?:recevras|auras)|vous fais',
  ),
  requests: anyOf(
    '(?:vous pouvez|pouvez-vous|pourriez-vous|vous pourriez|tu peux|peux-tu|pourrais-tu|est-ce que vous pouvez)',
    "merci de|(?:envoyez|envoie|rappelez|rappelle|appelez|transmettez|donnez|recontactez|faites)[- ](?:moi|nous)|n'hesitez pas",
    'il faut (?:voir|demander|contacter|appeler)',
  ),
  proposes: anyOf(
    "je (?:vous|te) propose|(?:on|nous) (?:peut|pourrait|pourrions|pouvons)|on se (?:fait|voit|cale|rappelle|prend|parle)|disons|et si on|qu'est-ce que vous diriez|je vous derange si",
    "(?:j'ai|on a|il me reste) (?:de la place|un creneau|une (?:dispo|disponibilite|place))|on (?:decale|reporte|deplace)|(?:ca|cela) (?:vous|te|t') ?(?:convient|va|irait|conviendrait|dit|arrange)|ca (?:irait|pourrait aller|va|marche)|(?:seriez-vous|vous seriez|vous etes|etes-vous|es-tu|tu es|serais-tu) (?:disponible|dispo|libre)",
    "(?:c'est|ce serait|sera) (?:parfait|bon|bien)|parfait pour|entendu|c'est note|rendez-vous",
  ),
  steps: [
    [
      'try_again',
      anyOf(
        "(?:un autre|un nouveau|d'autres) (?:creneau|rendez-vous|horaires?|creneaux)|(?:rappeler|rappelle|retenter|reessayer|reessaie)[^.?!]{0,20} plus tard|je (?:vais )?(?:retente|reessaie|reessayer|retenter)",
      ),
    ],
    [
      'payment',
      anyOf(
        'lien (?:de|du|pour le) paiement|par carte|carte (?:bancaire|bleue)|virement|(?:envoie|envoyer|emets|transmets)[^.?!]{0,20} facture|proceder au (?:paiement|reglement)|(?:regler|payer) (?:maintenant|tout de suite|en ligne)',
      ),
    ],
    [
      'send_contract',
      anyOf(
        `chiffrer|chiffrage|${sending}(?:[^.?!]{0,40}) ${papers}|${papers} (?:pour signature|a signer)|pour signature|(?:le|la) (?:renvoie|envoie) (?:pour|a) sign`,
      ),
    ],
    [
      'meeting',
      anyOf(
        'demo(?:nstration)?|reunions?|rendez-vous|rdv|visio|zoom|teams|invitation|agenda|calendrier|creneau|point (?:a|ensemble|ce|la|lundi|mardi|mercredi|jeudi|vendredi|demain)|un point|presentation a|(?:se|nous) (?:voir|voit|rencontrer|retrouver|retrouve|reunir)|cafe|passer (?:vous voir|au bureau)',
        '(?:ca|cela) (?:vous|te|t.) ?(?:convient|arrange)|ca irait|pourrait aller|parfait pour \\d+',
      ),
    ],
    [
      'onboarding',
      anyOf(
        '(?:vos|tes|les) acces|onboarding|kick-?off|identifiants|lancement|(?:creer|cree|ouvrir|ouvre) (?:votre|ton) (?:compte|espace)|demarrage|prise en main',
      ),
    ],
    [
      'call_back',
      anyOf(
        '(?:rappelle|rappelez|rappeler|rappellerai|rappelons|rappellera|recontacte|recontacter|recontacterai|recontactez)(?:[- ](?:moi|nous))?',
        '(?:reviens|revenir|reviendrai|reviendra|revient) vers (?:vous|toi|moi|nous)|(?:on|nous) (?:se |en )(?:reparle|rappelle|reparlera|reparler)|(?:appelle|appeler|appellerai|appelez)[^.?!]{0,15} (?:lundi|mardi|mercredi|jeudi|vendredi|demain|la semaine)|faire le point|refaire un point',
      ),
    ],
    [
      'send_information',
      anyOf(
        `${sending}(?:[^.?!]{0,40}) ${documents}|(?:envoyez|envoie|transmettez)[- ](?:moi|nous)|(?:vous|te|t'|l') ?(?:envoie|enverrai|envoyer)`,
      ),
    ],
    [
      'ask_other',
      anyOf(
        "(?<!(?:vous|te|t|me|m)[ '])(?:contacter|contacte|appeler|appelle|ecrire a|m'adresser a|voir avec|adresser a|demander a) (?!(?:vous|toi|moi|nous|mon|ma|mes|la suite|pour|au|a|de|du|dans|demain|plus|quand)(?![a-z]))(?:monsieur |madame |m\\. )?[a-z]+",
      ),
    ],
  ],
  deadline: anyOf(
    "(?:avant|jusqu'a|jusqu'en|jusqu'au|d'ici|depuis|fin|debut) (?:la |le |l'|fin |debut )*(?:fin|debut|ete|hiver|printemps|automne|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|annee|mois|semaine)",
  ),
  dateHint: anyOf(
    '(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)',
    "demain|apres-demain|aujourd'hui|ce soir|cet apres-midi|(?:la semaine|le mois) prochaine?|la semaine pro",
    '(?:\\d{1,2}|1er|premier) ?(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)',
    'dans (?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|douze|\\d+|quelques) (?:heures?|jours?|semaines?|mois|ans?|annees?)',
    'le \\d{1,2}|\\d{1,2} ?(?:h|heures?)(?: ?\\d{2})?|\\d{1,2}/\\d{1,2}|a (?:midi|une heure)',
  ),

  objections: [
    [
      'competition',
      anyOf(
        "(?:un|une|d') ?(?:autres?) (?:prestataires?|fournisseurs?|devis|offres?|solutions?|entreprises?|societes?|agences?)|concurren(?:t|ts|ce)|moins chere?s? ailleurs|comparer|ailleurs|la meme entreprise",
      ),
    ],
    [
      'price',
      anyOf(
        "(?:trop|tres|assez|vraiment|plutot|un peu|super) (?:chere?s?|eleve|onereux)|pas les moyens|(?:hors|au-dessus|au dela|depasse|pas)(?: de| dans)? (?:notre|mon|le|du) budget|pas (?:de|le) budget|moins chere?s?|remise|reduction|rabais|c'est (?:un )?(?:budget|cout|somme)|la moitie",
      ),
    ],
    [
      'decision',
      anyOf(
        "(?:faut|dois|voudrais|aimerais|vais|veux|besoin)[^.?!]{0,30}(?:reflechi\\w*|parler|parle|consulter|demander|valider|voir avec)|pas moi qui (?:decide|choisi\\w*|valide)|(?:ne peux|peux) pas (?:decider|m'engager)|laissez[- ]moi (?:reflechir|le temps)|pas me precipiter",
      ),
    ],
    [
      'timing',
      anyOf(
        "pas le (?:bon )?moment|pas le temps|(?:pas|plus) (?:maintenant|cette annee|tout de suite|pour l'instant|pour le moment)|plus tard|l'annee prochaine|debordee?s?|engagee?s? jusqu|ne (?:peux|peut|pouvons) rien (?:changer|faire)|rentre en reunion|je suis en (?:reunion|voiture|rendez-vous)",
      ),
    ],
    [
      'trust',
      anyOf(
        'pas (?:confiance|sure?s? que)|arnaque|jamais entendu parler|trop beau|garanties?|(?:ca|cela) marche vraiment|mauvaise experience|deja (?:ete )?(?:decu|arnaque|echaude)|avis (?:clients?|negatifs?)|mefi(?:e|ant|ance)|doute',
      ),
    ],
    [
      'need',
      anyOf(
        "(?:pas|plus|aucun) (?:vraiment )?(?:besoin|interess\\w*|utilite)|ne (?:m'|nous )?interesse|besoin de rien|(?:ne |n')?(?:s'en servira|en a|utilisera|servira)[^.?!]{0,10} pas|(?:tres|bien) (?:contente?s?|satisfaite?s?)|(?:a|ai|avons) deja (?:ce qu|un|une)|tout (?:marche|va) bien|compte pas changer",
      ),
    ],
    [
      'other',
      anyOf(
        "(?:ma|notre|mon|la) (?:seule )?(?:crainte|inquietude|reserve|hesitation|souci|probleme) (?:c'est|est|serait)|(?:j'|on )hesite|pas convaincue?s?|(?:ca|cela) m'inquiete|j'ai peur",
      ),
    ],
  ],

  pricing: anyOf(
    'prix|tarifs?|couts?|coute(?:nt)?|combien|devis|montant|remise|par mois|mensuel(?:le)?|mensualites?|en (?:deux|trois|plusieurs|\\d+) fois|euros|chere?s?|facturation|abonnement',
  ),
  competitor: anyOf(
    "concurren(?:t|ts|ce)|(?:un|une|d')? ?autres? (?:prestataires?|fournisseurs?|solutions?|outils?|agences?)|(?:travaille|travaillons|bosse) (?:deja )?avec|la meme entreprise|on utilise (?:deja|actuellement)|comparer|comparaison|alternative",
  ),
  buyingIntent: anyOf(
    "(?:on|je|nous) (?:peut|pourra|pourrait|peux|pourrions) (?:commencer|demarrer|payer|essayer|signer)|(?:comment|quand) (?:on|est-ce qu'on|peut-on) (?:commence|demarre|fait|signe|peut)|(?:ca|cela) (?:correspond|repond|m'aiderait|nous aiderait|m'interesse|nous interesse|me plait|nous plait)|interessant|envoyez[- ]moi (?:le contrat|l'invitation|le lien)|exactement ce qu|prochaine etape|j'adore|j'aime bien",
  ),
  decides: anyOf(
    "(?:c'est moi qui|je) (?:decide|valide|signe|tranche)|on (?:decide|valide)|(?:je suis|c'est moi) (?:le|la) (?:gerante?|patronne?|dirigeante?|directeur|directrice|fondateur|fondatrice|responsable|decideur)|je prends la decision",
  ),
  decidesNot: anyOf(
    'pas moi qui (?:decide|valide|choisi\\w*)|(?:mon|ma|notre|le|la|sa) (?:patronne?|gerante?|directeur|directrice|directeur financier|direction|associee?|mari|femme|conjointe?|chef|comite|conseil|boss|daf)|en parler (?:a|avec)|dernier mot|decideurs?',
  ),
  budget: anyOf(
    'budget|enveloppe|(?:prevu|alloue|mis de cote) [^.?!]{0,20}(?:euros|mille|pour)|financement|financer|investir|investissement|(?:pas )?les moyens',
  ),
  timeline: anyOf(
    "(?:avant|d'ici|pour|jusqu'a) (?:la |le |l')?(?:fin|debut|rentree|ete|noel|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)|au plus vite|des que possible|le plus (?:vite|tot)|urgent|urgence|echeance|delais?|calendrier|ce (?:mois|trimestre)|pressee?s?",
  ),
  risk: anyOf(
    "(?:annuler|annulation|resilier|resiliation|resilie)|(?:pas|plus) (?:satisfaite?s?|contente?s?)|decue?s?|mecontente?s?|reclamation|plainte|rembours(?:e|er|ement)|avocat|en pause|gele|reorganisation|licenciements?|quitte (?:la societe|l'entreprise)|retard",
  ),
  optOut: anyOf(
    "(?:retirez|enlevez|supprimez|effacez|retirer|supprimer)[- ]?(?:moi|mon numero|mes donnees|nous)|(?:arretez?|cessez?) de (?:m'|me |nous )(?:appeler|contacter|demarcher|deranger)|ne (?:me |m'|nous )(?:rappelez|appelez|contactez) (?:plus|pas)|desabonne(?:r|z)|bloctel|liste rouge",
  ),

  openQuestion: anyOf(
    "(?:qu'est-ce (?:que|qui|qu')|que |quelles?|quels?|comment|pourquoi|combien|qui |quand|ou est|a qui|depuis quand|a quelle)[^.!]*|parlez[- ]moi|racontez[- ]moi|dites[- ]m'en plus|expliquez[- ]moi",
  ),
  closedQuestion: anyOf(
    "^(?:et |donc |mais )?(?:est-ce (?:que|qu')|avez-vous|as-tu|etes-vous|es-tu|pouvez-vous|peux-tu|vous (?:avez|etes|pouvez|seriez)|tu (?:as|es|peux)|ca vous|c'est bien).*",
  ),
  hedges: anyOf(
    'un petit peu|en fait|du coup|je voulais juste|un peu|je pense que|normalement|voila quoi',
  ),
  positive: anyOf(
    "oui|parfait|super|excellente?s?|interessee?s?|interessant|d'accord|genial|top|bonne?|plait|aime|adore|volontiers|merci|convient|content",
  ),
  negative: anyOf(
    'non|pas|jamais|cher|probleme|souci|malheureusement|difficile|impossible|annuler|desolee?|inquiet|dommage|aucun',
  ),
  repLike: anyOf(
    "je vous appelle|c'est [a-z]+ de|de la societe|notre (?:produit|solution|logiciel|offre|equipe|accompagnement)|nos (?:clients|accompagnements)|je (?:vous|t') ?envoie|je me permets|on (?:aide|accompagne)|je vous propose|j'aimerais vous montrer|merci d(?:e|')",
  ),
  measures: frenchMeasures,
}
