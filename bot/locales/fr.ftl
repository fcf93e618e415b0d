### Ce que le bot dit en français.

## Accueil

start-one = Bonjour ! Je connais un article : { $title }.
start-several = Bonjour ! Je connais { $count } articles ; /articles les nomme.
start =
    Posez-moi une question, dans la langue que vous voulez. Je réponds seulement par des phrases de l’article, mot pour mot, et je dis où chacune se trouve. Quand l’article ne le dit pas, je vous le dis.
start-examples = Par exemple :
welcome = Avec plaisir. Posez-moi d’autres questions quand vous voulez.
goodbye = Au revoir.
never-mind = Il n’y a pas de mal. Posez-moi d’autres questions quand vous voulez.
complaint = Je suis désolé. Je ne fais que citer l’article, et il m’arrive de choisir la mauvaise phrase. Reposez votre question autrement, en une phrase complète.
help =
    Écrivez une question : je cherche les phrases de l’article qui y répondent.

    • Ce qui est dans un bloc de citation, c’est l’article, mot pour mot.
    • En dessous : le titre, la date, le paragraphe et la phrase. Touchez l’endroit pour lire la suite.
    • « Ceci ne répond peut-être pas » veut dire cela : ce sont les passages les plus proches.
    • Quand l’article ne le dit pas, je le dis et je ne cite rien.
    • « Et mercredi ? » marche aussi, en réponse ou peu après une question.

    Dans un groupe : /ask@{ $bot } suivi de votre question, ou /ask@{ $bot } en réponse à une question.
    Dans toute discussion : @{ $bot } suivi de votre question.

    /article – le lire
    /articles – les articles interrogés ici
    /about – ce que je connais et comment je suis fait
    /privacy – ce que je garde, et combien de temps

    Mes administrateurs ajoutent un article en m’envoyant son lien ou son fichier.
about =
    Je cite, je n’écris pas : aucune phrase d’un bloc de citation n’est de moi.

    Ce que je connais :
about-more = … et encore { $count } : /articles
about-model = Le modèle { $model } compare les questions aux phrases. J’ai lu le texte le { $built }. Je travaille seul : votre question n’est envoyée à aucun autre service.
article-size = { $sentences ->
    [one] { $sentences } phrase
   *[other] { $sentences } phrases
}
add-to-group = M’ajouter à un groupe
read-article = Lire : { $title }
privacy =
    Ce que je garde, sur la machine où je tourne et nulle part ailleurs :

    • Les questions, aussi celles écrites après @{ $bot } : { $days } jours. Aussi longtemps, de tout ce à quoi je réponds dans une discussion, pour que les boutons, les corrections et les réponses marchent : le numéro de la discussion, qui est celui de votre compte si elle est privée, les numéros de votre message et de ma réponse, et l’heure de votre dernière correction.
    • Quelle question était votre dernière dans une discussion, avec le numéro de votre compte, pour « et mercredi ? » : { $minutes } minutes.
    • Les messages reçus auxquels je n’ai pas encore répondu, avec tout ce que Telegram y joint : jusqu’à la réponse. Ensuite leurs numéros seuls, pour ne pas répondre deux fois : environ { $known_days } jours.
    • Les articles que vous avez choisis avec /articles, avec le numéro de la discussion : { $choice_days } jours.
    • Les articles que mes administrateurs m’ont envoyés sans les utiliser : { $pending_days } jours.
    • Quand vous touchez 👍 ou 👎 : la question, la citation, mon verdict et votre avis, { $feedback_days } jours, pour mieux répondre. Les { $days } premiers jours s’y ajoute un numéro d’où l’on pourrait retrouver votre compte, pour que vous puissiez changer d’avis.

    De ce qu’on ne me demande pas, je ne garde pas un mot, et votre nom seulement jusqu’à ma réponse.

## Réponses

closest = Ceci ne répond peut-être pas. Ce que l’article dit de plus proche :
none = L’article ne le dit pas.
none-subject = Il parle de ceci : { $title }.
none-subjects = Voici de quoi parle ce que je connais :
subject = • { $title }
none-chosen = J’interroge ici { $chosen } des { $count } articles : /articles
understood = Question comprise ainsi : { $question }
unanswered = Pas de réponse sûre à : « { $question } »
unanswered-nearest = Pas de réponse sûre à : « { $question } ». Ce que l’article dit de plus proche :
place = paragraphe { $paragraph }, phrase { $sentence }
date = { DATE($date, first: "1er") }
part = { $part }/{ $parts }
context-before = Juste avant :
context-after = Juste après :
continues = Ce passage continue : ouvrez-le dans l’article.
no-room = La place manque ici pour le reste ; à une question posée en privé, j’envoie tout.
sure = sûr à { $percent } %

## Lecture

paragraph = Paragraphe { $paragraph }
page = { $count ->
    [1] Phrase { $first } sur { $of }
   *[other] Phrases { $first } à { $last } sur { $of }
}
page-before = ◀ Plus haut
page-after = Plus bas ▶

## L’étagère

articles-all = { $count ->
    [1] Je connais un article, et je l’interroge ici.
   *[other] Je connais { $count } articles, et je les interroge tous ici. Touchez un titre pour n’interroger que celui-là.
}
articles-some = J’interroge ici { $chosen ->
    [one] un article sur { $count }, celui qui est coché
   *[other] { $chosen } articles sur { $count }, ceux qui sont cochés
}. En mode intégré et dans les autres discussions, rien ne change.
ask-all = Les interroger tous
command-articles = Choisir les articles interrogés
not-admin = Seuls mes administrateurs peuvent ajouter des articles ; votre identifiant est { $id }. Écrivez-moi plutôt une question, et je cherche dans ce que je connais.
shelf-fetching = Je le lis…
shelf-reading = Je l’apprends… { $percent } %
shelf-understood = Voici ce que j’ai compris :
shelf-language = langue : { $code }
shelf-counts = { $paragraphs ->
    [one] { $paragraphs } paragraphe
   *[other] { $paragraphs } paragraphes
}, { $sentences ->
    [one] { $sentences } phrase
   *[other] { $sentences } phrases
}. Écartés, comme la navigation et les légendes : { $left }.
shelf-first = Il commence ainsi :
shelf-last = Il finit ainsi :
shelf-in-place = Il prend la place de « { $title } », venu sous le même nom ou le même lien.
shelf-use = ✅ L’utiliser
shelf-discard = ✖️ L’écarter
shelf-added = Je le connais maintenant : { $title }. Il y en a { $count } sur mon étagère.
shelf-discarded = Écarté. Rien n’a changé.
shelf-expired = Je n’ai plus ce que vous avez envoyé. Renvoyez-le, s’il vous plaît.
shelf-known = Je connais déjà ce texte, sous le titre « { $title } ».
shelf-not-fetched = Je n’ai pas pu récupérer ce fichier chez Telegram. Renvoyez-le, s’il vous plaît.
shelf-too-large = Ce fichier est trop gros : { $limit } Mo au plus, s’il vous plaît.
shelf-one-link = Un seul lien par message, s’il vous plaît.
shelf-refused = Cela n’a pas marché : { $reason }
shelf-remove = Retirer « { $title } » ? Ses boutons et ses liens, dans toutes les discussions, diront qu’il n’est plus là.
shelf-do-remove = 🗑 Retirer
shelf-keep = Garder
shelf-removed = Retiré : { $title }. Il en reste { $count } sur mon étagère.

## Boutons

sentence-before = ◀ Avant
sentence-after = Après ▶
more = Plus de citations
back = ↩ À la réponse
share = Partager
open = Ouvrir dans l’article
vote-kept = Merci ! Je garde la question, la citation et votre avis { $days } jours, au début avec un numéro d’où l’on pourrait retrouver votre compte. Voir /privacy
question-gone = Je ne connais plus cette question. Reposez-la, s’il vous plaît.
article-gone = Je n’ai plus cet article, ou plus cette phrase. Reposez la question, s’il vous plaît.
button-old = Ce bouton est d’un autre temps. Reposez la question, s’il vous plaît.

## Groupes

ask-usage = Écrivez votre question après : /ask@{ $bot } qui, quand, combien… Ou répondez à un message par /ask@{ $bot }.
group-help = Demandez par /ask@{ $bot } suivi de votre question, ou répondez à une question par /ask@{ $bot }. Je cite l’article mot pour mot, ou je dis qu’il ne le dit pas.
group-hello = Bonjour ! Je réponds aux questions par les phrases mêmes d’un article, mot pour mot, ou je dis qu’il ne le dit pas. Demandez par /ask@{ $bot } suivi de votre question, ou répondez à mes réponses. Tant qu’on ne me demande rien, je me tais.
group-mentions = Ici, je réponds aussi quand on mentionne @{ $bot }.
group-privacy-mode = Vous m’avez ajouté à un groupe. J’y vois seulement les commandes et les réponses qu’on me fait. Pour que je réponde aussi quand on mentionne @{ $bot }, nommez-moi administrateur, ou coupez le mode privé (@BotFather, /setprivacy), puis retirez-moi et ajoutez-moi de nouveau.

## Inline et invité

inline-hint = Écrivez une question sur l’article…
inline-none = L’article ne le dit pas. Demandez-moi en privé
inline-slow = Je cherche encore. Ouvrir la réponse en privé
guest-title = Réponse
guest-usage = Je réponds aux questions par les phrases mêmes d’un article, mot pour mot, ou je dis qu’il ne le dit pas. Mentionnez-moi avec votre question : @{ $bot } qui, quand, combien…

## Ce qui n’a pas de réponse

empty = Écrivez-moi une question en toutes lettres, et je cherche dans l’article.
not-text = Je ne lis que du texte. Écrivez-moi votre question, et je cherche dans l’article.
too-long = Cette question est trop longue pour moi : { $limit } caractères au plus, s’il vous plaît.
unknown-command = Je ne connais pas cette commande. Écrivez simplement votre question, ou voyez /help.
unknown-command-like = Je ne connais pas cette commande. Vouliez-vous dire { $command } ?
flood = Cela fait beaucoup d’un coup. Je me repose une minute ; reposez-moi la question ensuite.
failure = Quelque chose n’a pas marché de mon côté. Reposez la question dans un instant, s’il vous plaît.
fault = J’allais citer de travers, je ne l’ai donc pas fait. La faute est à moi, elle est notée.

## Ce que Telegram montre du bot

command-ask = Poser une question à l’article
command-article = Voir et lire l’article
command-help = Comment demander et comment lire une réponse
command-about = Ce que je connais et comment je suis fait
command-privacy = Ce que je garde, et combien de temps
description = Posez une question à un article : il répond par ses propres mots. Je trouve les phrases qui répondent et je les cite mot pour mot, avec leur source. Quand l’article ne le dit pas, je vous le dis. Je n’écris rien moi-même.
short-description = Cite un article mot pour mot en réponse à votre question, ou dit qu’il ne le dit pas.

## Console

console-help =
    Écrivez une question : je cherche les phrases de l’article qui y répondent. Ce qui est derrière une barre, c’est l’article, mot pour mot ; quand il ne le dit pas, je le dis.

    /start – des questions pour commencer
    /article, /articles – les articles que je connais
    /about – ce que je connais et comment je suis fait
    /privacy – ce que je garde de ce qui est écrit ici
    /quit – partir
console-greeting = Posez une question, ou /help. Ctrl-D pour partir.
console-privacy = Je garde les { $lines } dernières lignes écrites dans ce terminal, dans console_history, dans le dossier des données, pour que les flèches les ramènent. Ce qui vient d’un tube, je ne le garde pas, et rien ne quitte cette machine. Dans Telegram, /privacy dit ce que j’y garde.
