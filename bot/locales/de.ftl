### Was der Bot auf Deutsch sagt.

## Begrüßung

start-one = Hallo! Ich kenne einen Artikel: { $title }.
start-several = Hallo! Ich kenne { $count } Artikel; /articles nennt sie.
start =
    Frag mich etwas, in welcher Sprache du willst. Ich antworte nur mit Sätzen des Artikels, Wort für Wort, und sage, wo jeder steht. Wenn der Artikel es nicht sagt, sage ich dir das.
start-examples = Zum Beispiel:
welcome = Gern geschehen. Frag mich, wann immer du willst.
goodbye = Auf Wiedersehen.
never-mind = Macht nichts. Frag mich, wann immer du willst.
complaint = Das tut mir leid. Ich zitiere nur den Artikel, und manchmal wähle ich den falschen Satz. Frag noch einmal mit anderen Worten, in einem ganzen Satz.
help =
    Schreib eine Frage, und ich suche die Sätze des Artikels, die sie beantworten.

    • Was in einem Zitatblock steht, ist der Artikel, Wort für Wort.
    • Darunter: Titel, Datum, Absatz und Satz. Tipp auf die Stelle, um dort weiterzulesen.
    • „Das beantwortet die Frage vielleicht nicht“ heißt genau das: es sind die nächstliegenden Stellen.
    • Wenn der Artikel es nicht sagt, sage ich das und zitiere nichts.
    • „Und am Mittwoch?“ geht auch, als Antwort oder kurz nach einer Frage.

    In einer Gruppe: /ask@{ $bot } und deine Frage, oder antworte mit /ask@{ $bot } auf eine Frage.
    In jedem Chat: tippe @{ $bot } und deine Frage.

    /article – ihn lesen
    /articles – welche Artikel hier gefragt werden
    /about – was ich kenne und wie ich gemacht bin
    /privacy – was ich behalte und wie lange

    Meine Verwalter fügen einen Artikel hinzu, indem sie mir seinen Link oder seine Datei schicken.
about =
    Ich zitiere, ich schreibe nicht: kein Satz in einem Zitatblock ist von mir.

    Was ich kenne:
about-more = … und { $count ->
    [one] ein weiterer
   *[other] { $count } weitere
}: /articles
about-model = Das Modell { $model } vergleicht Fragen mit Sätzen. Gelesen habe ich den Text am { $built }. Ich arbeite für mich: deine Frage geht an keinen anderen Dienst.
article-size = { $sentences ->
    [one] ein Satz
   *[other] { $sentences } Sätze
}
add-to-group = Zu einer Gruppe hinzufügen
read-article = Lesen: { $title }
privacy =
    Was ich behalte, auf dem Rechner, auf dem ich laufe, und nirgends sonst:

    • Fragen, auch hinter @{ $bot } getippte: { $days } Tage. Ebenso lange von allem, worauf ich in einem Chat antworte, damit Knöpfe, Korrekturen und Antworten funktionieren: die Nummer des Chats, die im privaten Chat die deines Kontos ist, die Nummern deiner Nachricht und meiner Antwort und die Zeit deiner letzten Korrektur.
    • Welche Frage deine letzte in einem Chat war, mit der Nummer deines Kontos, für „und am Mittwoch?“: { $minutes } Minuten.
    • Nachrichten, die ich bekommen und noch nicht beantwortet habe, mit allem, was Telegram mitschickt: bis zur Antwort. Danach nur ihre Nummern, damit ich nicht zweimal antworte: etwa { $known_days } Tage.
    • Welche Artikel du mit /articles gewählt hast, mit der Nummer des Chats: { $choice_days } Tage.
    • Artikel, die meine Verwalter mir geschickt und nicht verwendet haben: { $pending_days } Tage.
    • Wenn du 👍 oder 👎 drückst: Frage, Zitat, mein Urteil und deine Stimme, { $feedback_days } Tage, um besser zu antworten. Die ersten { $days } Tage steht dabei auch eine Nummer, aus der sich dein Konto finden ließe, damit du deine Stimme ändern kannst.

    Von dem, was man mich nicht fragt, behalte ich kein Wort, und deinen Namen nur, bis ich geantwortet habe.

## Antworten

closest = Das beantwortet die Frage vielleicht nicht. Am nächsten kommt im Artikel:
none = Der Artikel sagt es nicht.
none-subject = Er handelt hiervon: { $title }.
none-subjects = Was ich kenne, handelt hiervon:
subject = • { $title }
none-chosen = Ich frage hier { $chosen } von { $count } Artikeln: /articles
understood = Verstanden als: { $question }
unanswered = Keine sichere Antwort auf: „{ $question }“
unanswered-nearest = Keine sichere Antwort auf: „{ $question }“. Am nächsten kommt im Artikel:
place = Absatz { $paragraph }, Satz { $sentence }
date = { DATETIME($date, dateStyle: "long") }
part = { $part }/{ $parts }
context-before = Direkt davor:
context-after = Direkt danach:
continues = Diese Stelle geht weiter: öffne sie im Artikel.
no-room = Für den Rest ist hier kein Platz; auf eine Frage im privaten Chat schicke ich alles.
sure = zu { $percent } % sicher

## Lesen

paragraph = Absatz { $paragraph }
page = { $count ->
    [1] Satz { $first } von { $of }
   *[other] Sätze { $first } bis { $last } von { $of }
}
page-before = ◀ Weiter oben
page-after = Weiter unten ▶

## Das Regal

articles-all = { $count ->
    [1] Ich kenne einen Artikel und frage ihn hier.
   *[other] Ich kenne { $count } Artikel und frage hier alle. Tippe auf einen Titel, um nur diesen zu fragen.
}
articles-some = Ich frage hier { $chosen ->
    [1] einen von { $count } Artikeln, den mit dem Haken
   *[other] { $chosen } von { $count } Artikeln, die mit dem Haken
}. Inline und in anderen Chats ändert sich nichts.
ask-all = Alle fragen
command-articles = Wählen, welche Artikel gefragt werden
not-admin = Nur meine Verwalter können Artikel hinzufügen; deine Nutzer-ID ist { $id }. Schreib mir stattdessen eine Frage, und ich suche in dem, was ich kenne.
shelf-fetching = Ich lese es…
shelf-reading = Ich lerne es… { $percent } %
shelf-understood = Das habe ich verstanden:
shelf-language = Sprache: { $code }
shelf-counts = { $paragraphs ->
    [one] ein Absatz
   *[other] { $paragraphs } Absätze
}, { $sentences ->
    [one] ein Satz
   *[other] { $sentences } Sätze
}. Weggelassen, wie Navigation und Bildunterschriften: { $left }.
shelf-first = So beginnt er:
shelf-last = So endet er:
shelf-in-place = Er kommt an die Stelle von „{ $title }“, der unter demselben Namen oder Link kam.
shelf-use = ✅ Verwenden
shelf-discard = ✖️ Verwerfen
shelf-added = Ich kenne ihn jetzt: { $title }. In meinem Regal { $count ->
    [one] steht einer
   *[other] stehen { $count }
}.
shelf-discarded = Verworfen. Nichts hat sich geändert.
shelf-expired = Was du geschickt hast, habe ich nicht mehr. Bitte schick es noch einmal.
shelf-known = Diesen Text kenne ich schon, als „{ $title }“.
shelf-not-fetched = Ich konnte diese Datei nicht von Telegram holen. Bitte schick sie noch einmal.
shelf-too-large = Diese Datei ist zu groß: höchstens { $limit } MB, bitte.
shelf-one-link = Bitte nur einen Link pro Nachricht.
shelf-refused = Das ging nicht: { $reason }
shelf-remove = „{ $title }“ entfernen? Seine Knöpfe und Links in allen Chats werden sagen, dass er weg ist.
shelf-do-remove = 🗑 Entfernen
shelf-keep = Behalten
shelf-removed = Entfernt: { $title }. In meinem Regal { $count ->
    [one] steht noch einer
   *[other] stehen noch { $count }
}.

## Knöpfe

sentence-before = ◀ Davor
sentence-after = Danach ▶
more = Mehr Zitate
back = ↩ Zur Antwort
share = Teilen
open = Im Artikel öffnen
vote-kept = Danke! Ich behalte Frage, Zitat und deine Stimme { $days } Tage, anfangs mit einer Nummer, aus der sich dein Konto finden ließe. Mehr: /privacy
question-gone = Diese Frage kenne ich nicht mehr. Bitte stell sie noch einmal.
article-gone = Diesen Artikel oder diesen Satz habe ich nicht mehr. Bitte frag noch einmal.
button-old = Dieser Knopf ist aus einer anderen Zeit. Bitte frag noch einmal.

## Gruppen

ask-usage = Schreib deine Frage dahinter: /ask@{ $bot } wer, wann, wie viele … Oder antworte mit /ask@{ $bot } auf eine Nachricht.
group-help = Frag mich mit /ask@{ $bot } und deiner Frage, oder antworte mit /ask@{ $bot } auf eine Frage. Ich zitiere den Artikel Wort für Wort oder sage, dass er es nicht sagt.
group-hello = Hallo! Ich beantworte Fragen mit den eigenen Sätzen eines Artikels, Wort für Wort, oder sage, dass er es nicht sagt. Frag mit /ask@{ $bot } und deiner Frage, oder antworte auf meine Antworten. Solange mich niemand fragt, bin ich still.
group-mentions = Hier antworte ich auch, wenn jemand @{ $bot } erwähnt.
group-privacy-mode = Du hast mich zu einer Gruppe hinzugefügt. Dort sehe ich nur Befehle und Antworten an mich. Soll ich auch antworten, wenn jemand @{ $bot } erwähnt, dann mach mich zum Administrator oder schalte den Privatsphäre-Modus aus (@BotFather, /setprivacy); danach entferne mich und füge mich neu hinzu.

## Inline und Gast

inline-hint = Tippe eine Frage zum Artikel …
inline-none = Der Artikel sagt es nicht. Frag mich privat
inline-slow = Ich suche noch. Antwort privat öffnen
guest-title = Antwort
guest-usage = Ich beantworte Fragen mit den eigenen Sätzen eines Artikels, Wort für Wort, oder sage, dass er es nicht sagt. Erwähne mich mit deiner Frage: @{ $bot } wer, wann, wie viele …

## Was sich nicht beantworten lässt

empty = Schreib mir eine Frage in Worten, und ich suche im Artikel.
not-text = Ich lese nur Worte. Schreib mir deine Frage, und ich suche im Artikel.
too-long = Diese Frage ist mir zu lang: höchstens { $limit } Zeichen, bitte.
unknown-command = Diesen Befehl kenne ich nicht. Schreib einfach deine Frage, oder sieh /help.
unknown-command-like = Diesen Befehl kenne ich nicht. Meintest du { $command }?
flood = Das war viel auf einmal. Ich ruhe mich eine Minute aus; frag mich dann noch einmal.
failure = Bei mir ist etwas schiefgegangen. Bitte frag gleich noch einmal.
fault = Ich hätte beinahe falsch zitiert, also habe ich es gelassen. Der Fehler liegt bei mir und ist notiert.

## Was Telegram vom Bot zeigt

command-ask = Dem Artikel eine Frage stellen
command-article = Den Artikel ansehen und lesen
command-help = Wie man fragt und eine Antwort liest
command-about = Was ich kenne und wie ich gemacht bin
command-privacy = Was ich behalte und wie lange
description = Frag einen Artikel, er antwortet mit seinen eigenen Worten. Ich finde die Sätze, die deine Frage beantworten, und zitiere sie Wort für Wort, mit Quelle. Wenn der Artikel es nicht sagt, sage ich dir das. Selbst schreibe ich nichts.
short-description = Zitiert einen Artikel Wort für Wort auf deine Frage oder sagt, dass er es nicht sagt.

## Konsole

console-help =
    Schreib eine Frage, und ich suche die Sätze des Artikels, die sie beantworten. Was hinter einem Balken steht, ist der Artikel, Wort für Wort; wenn er es nicht sagt, sage ich das.

    /start – Fragen für den Anfang
    /article, /articles – die Artikel, die ich kenne
    /about – was ich kenne und wie ich gemacht bin
    /privacy – was ich von dem behalte, was hier getippt wird
    /quit – beenden
console-greeting = Stell eine Frage, oder /help. Ende mit Strg-D.
console-privacy = Ich behalte die letzten { $lines } Zeilen, die in diesem Terminal getippt werden, in console_history im Datenordner, damit die Pfeiltasten sie zurückholen. Was durch eine Pipe kommt, behalte ich nicht, und nichts verlässt diesen Rechner. In Telegram sagt /privacy, was ich dort behalte.
