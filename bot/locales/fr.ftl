### Ce que le bot dit en français.

## Accueil

start-one = Bonjour ! Je connais un article : { $title }.
start-several = Bonjour ! Je connais { $count } articles ; /about les nomme.
start =
    Posez-moi une question, dans la langue que vous voulez. Je réponds seulement par des phrases de l’article, mot pour mot, et je dis où chacune se trouve. Quand l’article ne le dit pas, je vous le dis.
help =
    Écrivez une question : je cherche les phrases de l’article qui y répondent.

    • Ce qui est dans un bloc de citation, c’est l’article, mot pour mot.
    • En dessous : le titre, la date, le paragraphe et la phrase.
    • « Ceci ne répond peut-être pas » veut dire cela : ce sont les passages les plus proches.
    • Quand l’article ne le dit pas, je le dis et je ne cite rien.

    /about – ce que je connais et comment je suis fait
about =
    Je cite, je n’écris pas : aucune phrase d’un bloc de citation n’est de moi.

    Ce que je connais :
about-size = { $sentences ->
    [one] { $sentences } phrase
   *[other] { $sentences } phrases
}
about-model = Le modèle { $model } compare les questions aux phrases. J’ai lu le texte le { $built }. Je travaille seul : votre question n’est envoyée à aucun autre service.

## Réponses

closest = Ceci ne répond peut-être pas. Ce que l’article dit de plus proche :
none = L’article ne le dit pas.
none-subject = Il parle de ceci : { $title }.
none-subjects = Voici de quoi parle ce que je connais :
subject = • { $title }
understood = Question comprise ainsi : { $question }
place = paragraphe { $paragraph }, phrase { $sentence }
date = { DATETIME($date, dateStyle: "long") }
part = { $part }/{ $parts }
context-before = Juste avant :
context-after = Juste après :

## Ce qui n’a pas de réponse

empty = Écrivez-moi une question en toutes lettres, et je cherche dans l’article.
not-text = Je ne lis que du texte. Écrivez-moi votre question, et je cherche dans l’article.
too-long = Cette question est trop longue pour moi : { $limit } caractères au plus, s’il vous plaît.
unknown-command = Je ne connais pas cette commande. Écrivez simplement votre question, ou voyez /help.
failure = Quelque chose n’a pas marché de mon côté. Reposez la question dans un instant, s’il vous plaît.
fault = J’allais citer de travers, je ne l’ai donc pas fait. La faute est à moi, elle est notée.

## Console

console-greeting = Posez une question, ou /help. Ctrl-D pour partir.
console-goodbye = Au revoir.
