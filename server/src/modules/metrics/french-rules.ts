import type { WordLists } from './word-list-rules.ts'
import { beginnings, phrases, words } from './word-rules.ts'

// Without accents, as the text that is looked at.

const day = '(?:lundi|mardi|mercredi|jeudi|vendredi|demain|(?:la )?semaine prochaine|bientot)'
const opening = `alors
  et
  mais
  donc
  ok
  d accord
  bon
  ben
  bah
  euh
  oui
  tres bien
  parfait
  super
  du coup
  justement
  dites moi
  dis moi
  je me demandais
  est ce que je peux vous demander
  je peux vous demander`
const prompt = `(?:(?:pouvez|pourriez|voulez) vous|vous pouvez|tu peux|peux tu) (?:me |nous |m en )?(?:parler|raconter|decrire|expliquer|detailler|presenter)
  (?:parlez|racontez|decrivez|expliquez|detaillez|presentez|montrez|dites)(?: moi| nous)(?: en)?
  (?:parle|raconte|decris|explique|montre)(?: moi| nous)
  decrivez
  dites m en`
const open = `comment
  pourquoi
  qu est ce (?:que|qu|qui)
  que
  quel(?:le)?s?
  (?:en|a|de|sur|avec) quoi
  quoi
  (?:de|dans|pour|a|sur|avec) quel(?:le)?s?`
/** Only what rarely begins a statement: used where nothing is punctuated. */
const unpunctuated = `comment (?:vous|ca|tu|est|se|avez|faites)
  pourquoi (?:vous|est|tu|avez|ne)
  qu est ce (?:que|qu|qui)
  est ce (?:que|qu)
  combien
  quel(?:le)?s? (?:est|sont|etait|serait)
  (?:avez|etes|pouvez|voulez|pensez|utilisez|connaissez|souhaitez|seriez|auriez|pourriez|faites|savez) vous
  (?:as|es|peux|veux|penses|utilises|connais) tu
  y a t il`

export const french: WordLists = {
  backchannels: words(
    'oui ouais ok okay d accord mhm mm hmm euh ah oh bien sur voila exactement tout a fait super parfait je vois c est ca entendu tres',
  ),
  fillers: phrases(`(?:euh)+
    heu+
    ben
    bah
    hein
    h+m+
    du coup
    en fait
    voila
    genre
    tu vois
    vous voyez
    tu sais
    j ai envie de dire
    on va dire
    quelque part
    a la base`),
  openQuestion: beginnings(`${open}\n${prompt}`, opening),
  openEnding: / (?:comment|pourquoi|quoi)(?: aujourd hui| actuellement| exactement)? $/u,
  prompt: beginnings(prompt, opening),
  questionOpening: beginnings(unpunctuated, opening),
  tagQuestion:
    /^ (?:d accord|ok|okay|hein|oui|non|n est ce pas|vous voyez|tu vois|ca va|c est bon|c est clair|pas vrai|ah bon|vraiment)(?: (?:ok|okay|oui|hein))* $/u,
  stakes:
    phrases(`(?:probleme|problematique|defi|objectif|priorite|budget|echeance|delai|enjeu|besoin|risque|frein|critere|exigence|inquietude|frustration|difficulte|impact|resultat)s?
    decid(?:er?|ez|eur|eurs|ees?|ent)
    decisions?
    (?:inquiete|bloque|freine|empeche)(?:nt|r|z)?
    investi(?:r|ssements?)?
    cherchez
    urgen(?:ce|t|ts|te)`),
  positive: words(`bien bon bonne bons super genial excellent excellente parfait parfaite adore aime
    heureux heureuse content contente ravi ravie interessant interessante interesse interessee utile
    facile simple mieux meilleur meilleure avantage reussite reussi merci apprecie confiance fiable
    rapide gagner gain ameliorer clair claire top formidable magnifique impressionnant volontiers
    efficace satisfait satisfaite enchante plaisir recommande ideal`),
  negative:
    words(`mauvais mauvaise probleme problemes difficile difficiles dur cher chere chers trop
    inquiet inquiete inquietude souci soucis frustre frustree frustrant frustration enerve agace lent
    lente faux echec echoue complique compliquee penible malheureusement decu decue decevant risque
    risques risque panne bug bugs perte perdu perdre pire doute doutes annuler annule plainte manque
    impossible inutile bloque bloquee stress stressant retard retards peur deteste nul galere
    confus`),
  negations: words('ne n pas jamais aucun aucune sans rien ni non'),
  nextStep: phrases(`prochaines? etapes?
    etapes? suivantes?
    prochain (?:rendez vous|rdv|appel|point|echange)
    je (?:vous|t|te|le|la|les|vais vous|vais te|vous le|vous les) (?:renvoie|envoie|envoyer|enverrai|transmets|rappelle|rappelerai|rappellerai|rappeler|recontacte|recontacter|prepare|preparer|partage|partager)
    (?:on|nous) (?:se|nous|va se) (?:rappelle|rappeler|revoit|revoir|reparle|reparler|retrouve|retrouver|rappelons|revoyons|voit|donne rendez vous)
    on (?:fixe|planifie|cale|bloque|programme|prend) (?:un|une|le|la|notre|rendez vous)
    (?:fixer|planifier|caler|programmer|prendre|organiser) (?:un|une|le|notre) (?:rendez vous|rdv|appel|reunion|demo|demonstration|creneau|point)
    (?:rendez vous|rdv) (?:${day}|est pris|pris|le)
    (?:a|on dit) ${day}
    ${day}(?: (?:a|vers|\\p{N}+|h|heures?|matin|midi|apres|soir|prochain|ca|cela)){0,4} (?:vous|te|t|me|m|nous) (?:convient|conviendrait|va|irait|arrange)
    rappelez moi
    (?:invitation|lien) (?:dans|pour) (?:l agenda|votre agenda|le calendrier|la reunion)
    reviens vers vous
    revenir vers vous`),
  greeting: phrases(`bonjour
    bonsoir
    salut
    coucou
    enchante(?:e)?
    bienvenue
    ravi(?:e)? de vous
    comment allez vous
    comment vas tu
    merci d (?:etre|avoir)
    merci de (?:votre|prendre)`),
  goodbye: phrases(`au revoir
    (?:tres )?bonne (?:journee|soiree|fin|semaine|continuation)
    bon(?: week end| weekend| apres midi| courage)
    a (?:tres )?(?:bientot|demain|plus|lundi|mardi|mercredi|jeudi|vendredi)
    merci(?: beaucoup| bien| a vous| encore)?
    salut
    ciao`),
}
