### Ciò che il bot dice in italiano.

## Saluti

start-one = Ciao! Conosco un articolo: { $title }.
start-several = Ciao! Conosco { $count } articoli; /articles dice quali.
start =
    Fammi una domanda, nella lingua che vuoi. Rispondo soltanto con frasi dell’articolo, parola per parola, e dico dove si trova ciascuna. Quando l’articolo non lo dice, te lo dico.
start-examples = Per esempio:
welcome = Prego. Chiedi quando vuoi.
goodbye = Arrivederci.
never-mind = Non fa niente. Chiedi quando vuoi.
complaint = Mi dispiace. Cito soltanto l’articolo, e a volte scelgo la frase sbagliata. Chiedimelo di nuovo con altre parole, in una frase intera.
help =
    Scrivi una domanda, e cerco le frasi dell’articolo che rispondono.

    • Ciò che sta in un blocco di citazione è l’articolo, parola per parola.
    • Sotto: il titolo, la data, il paragrafo e la frase. Tocca il punto per continuare a leggere da lì.
    • «Forse questo non risponde» vuol dire proprio così: sono i passi più vicini.
    • Quando l’articolo non lo dice, lo dico e non cito nulla.
    • Funziona anche «E mercoledì?», in risposta o poco dopo una domanda.

    In un gruppo: /ask@{ $bot } e la domanda, oppure rispondi a una domanda con /ask@{ $bot }.
    In qualsiasi chat: scrivi @{ $bot } e la domanda.

    /article – leggerlo
    /articles – quali articoli interrogo qui
    /about – che cosa conosco e come sono fatto
    /privacy – che cosa conservo e per quanto tempo

    I miei amministratori aggiungono un articolo inviandomi il link o il file.
about =
    Cito, non scrivo: nessuna frase in un blocco di citazione è mia.

    Che cosa conosco:
about-more = … e altri { $count }: /articles
about-model = Il modello { $model } confronta le domande con le frasi. Ho letto il testo il { $built }. Lavoro da solo: la tua domanda non viene inviata a nessun altro servizio.
article-size = { $sentences ->
    [one] una frase
   *[other] { $sentences } frasi
}
add-to-group = Aggiungimi a un gruppo
read-article = Leggi: { $title }
privacy =
    Che cosa conservo, sulla macchina su cui giro e in nessun altro posto:

    • Le domande, anche quelle scritte dopo @{ $bot }: { $days } giorni. Altrettanto a lungo, di tutto ciò a cui rispondo in una chat, perché funzionino i pulsanti, le correzioni e le risposte: il numero della chat, che in una chat privata è quello del tuo account, i numeri del tuo messaggio e della mia risposta e l’ora della tua ultima correzione.
    • Qual è stata la tua ultima domanda in una chat, con il numero del tuo account, per «e mercoledì?»: { $minutes } minuti.
    • I messaggi ricevuti a cui non ho ancora risposto, con tutto ciò che Telegram vi allega: finché non rispondo. Poi soltanto i loro numeri, per non rispondere due volte: circa { $known_days } giorni.
    • Gli articoli scelti con /articles, con il numero della chat: { $choice_days } giorni.
    • Gli articoli che i miei amministratori mi hanno inviato e non hanno usato: { $pending_days } giorni.
    • Quando premi 👍 o 👎: la domanda, la citazione, il mio verdetto e il tuo voto, per { $feedback_days } giorni, per rispondere meglio. Nei primi { $days } giorni c’è anche un numero da cui si potrebbe risalire al tuo account, perché tu possa cambiare voto.

    Di ciò che non mi viene chiesto non conservo una parola, e il tuo nome solo finché non rispondo.

## Risposte

closest = Forse questo non risponde. La cosa più vicina che dice l’articolo:
none = L’articolo non lo dice.
none-subject = Parla di: { $title }.
none-subjects = Ciò che conosco parla di:
subject = • { $title }
none-chosen = Qui interrogo { $chosen } di { $count } articoli: /articles
understood = Domanda intesa così: { $question }
unanswered = Nessuna risposta sicura a: «{ $question }»
unanswered-nearest = Nessuna risposta sicura a: «{ $question }». La cosa più vicina che dice l’articolo:
place = paragrafo { $paragraph }, frase { $sentence }
date = { DATE($date, first: "1º") }
part = { $part }/{ $parts }
context-before = Subito prima:
context-after = Subito dopo:
continues = Questo passo continua: aprilo nell’articolo.
no-room = Qui non c’è posto per il resto; a una domanda in una chat privata mando tutto.
sure = sicuro al { $percent } %

## Lettura

paragraph = Paragrafo { $paragraph }
page = { $count ->
    [1] Frase { $first } di { $of }
   *[other] Frasi da { $first } a { $last } di { $of }
}
page-before = ◀ Più su
page-after = Più giù ▶

## Lo scaffale

articles-all = { $count ->
    [1] Conosco un articolo, e qui interrogo quello.
   *[other] Conosco { $count } articoli, e qui li interrogo tutti. Tocca un titolo per interrogare solo quello.
}
articles-some = Qui interrogo { $chosen ->
    [1] un articolo su { $count }, quello segnato
   *[other] { $chosen } articoli su { $count }, quelli segnati
}. In modalità inline e nelle altre chat non cambia nulla.
ask-all = Interrogarli tutti
command-articles = Scegliere quali articoli interrogare
not-admin = Solo i miei amministratori possono aggiungere articoli; il tuo ID utente è { $id }. Scrivimi invece una domanda, e cerco in ciò che conosco.
shelf-fetching = Lo sto leggendo…
shelf-reading = Lo sto imparando… { $percent } %
shelf-understood = Ecco che cosa ho capito:
shelf-language = lingua: { $code }
shelf-counts = { $paragraphs ->
    [one] un paragrafo
   *[other] { $paragraphs } paragrafi
}, { $sentences ->
    [one] una frase
   *[other] { $sentences } frasi
}. Lasciato fuori, come navigazione e didascalie: { $left }.
shelf-first = Comincia così:
shelf-last = Finisce così:
shelf-in-place = Prende il posto di «{ $title }», arrivato con lo stesso nome o link.
shelf-use = ✅ Usalo
shelf-discard = ✖️ Scarta
shelf-added = Ora lo conosco: { $title }. Sul mio scaffale { $count ->
    [one] ce n’è uno
   *[other] ce ne sono { $count }
}.
shelf-discarded = Scartato. Non è cambiato nulla.
shelf-expired = Non ho più ciò che hai inviato. Invialo di nuovo, per favore.
shelf-known = Conosco già quel testo, con il titolo «{ $title }».
shelf-not-fetched = Non sono riuscito a prendere quel file da Telegram. Invialo di nuovo, per favore.
shelf-too-large = Quel file è troppo grande: { $limit } MB al massimo, per favore.
shelf-one-link = Un solo link per messaggio, per favore.
shelf-refused = Non ha funzionato: { $reason }
shelf-remove = Togliere «{ $title }»? I suoi pulsanti e i suoi link, in tutte le chat, diranno che non c’è più.
shelf-do-remove = 🗑 Togli
shelf-keep = Tieni
shelf-removed = Tolto: { $title }. Sul mio scaffale { $count ->
    [one] ne resta uno
   *[other] ne restano { $count }
}.

## Pulsanti

sentence-before = ◀ Prima
sentence-after = Dopo ▶
more = Altre citazioni
back = ↩ Alla risposta
share = Condividi
open = Apri nell’articolo
vote-kept = Grazie! Conservo la domanda, la citazione e il tuo voto per { $days } giorni, all’inizio con un numero da cui si potrebbe risalire al tuo account. Di più: /privacy
question-gone = Non conosco più quella domanda. Falla di nuovo, per favore.
article-gone = Non ho più quell’articolo, o quella frase. Chiedi di nuovo, per favore.
button-old = Quel pulsante è di un altro tempo. Chiedi di nuovo, per favore.

## Gruppi

ask-usage = Scrivi la domanda dopo: /ask@{ $bot } chi, quando, quanti… Oppure rispondi a un messaggio con /ask@{ $bot }.
group-help = Chiedimi con /ask@{ $bot } e la tua domanda, oppure rispondi a una domanda con /ask@{ $bot }. Cito l’articolo parola per parola, o dico che non lo dice.
group-hello = Ciao! Rispondo alle domande con le frasi stesse di un articolo, parola per parola, o dico che non lo dice. Chiedi con /ask@{ $bot } e la tua domanda, oppure rispondi alle mie risposte. Se nessuno mi chiede niente, sto zitto.
group-mentions = Qui rispondo anche quando qualcuno menziona @{ $bot }.
group-privacy-mode = Mi hai aggiunto a un gruppo. Lì vedo solo i comandi e le risposte ai miei messaggi. Perché io risponda anche quando qualcuno menziona @{ $bot }, fammi amministratore, oppure disattiva la modalità privacy (@BotFather, /setprivacy); poi toglimi e aggiungimi di nuovo.

## Inline e ospite

inline-hint = Scrivi una domanda sull’articolo…
inline-none = L’articolo non lo dice. Chiedimi in privato
inline-slow = Sto ancora cercando. Apri la risposta in privato
guest-title = Risposta
guest-usage = Rispondo alle domande con le frasi stesse di un articolo, parola per parola, o dico che non lo dice. Menzionami con la tua domanda: @{ $bot } chi, quando, quanti…

## Ciò che non ha risposta

empty = Scrivimi una domanda a parole, e cerco nell’articolo.
not-text = Leggo soltanto parole. Scrivimi la domanda, e cerco nell’articolo.
too-long = Quella domanda è troppo lunga per me: { $limit } caratteri al massimo, per favore.
unknown-command = Non conosco quel comando. Scrivi semplicemente la domanda, o guarda /help.
unknown-command-like = Non conosco quel comando. Volevi dire { $command }?
flood = Erano tante in una volta. Mi riposo un minuto; poi chiedi di nuovo.
failure = Qualcosa non ha funzionato da parte mia. Chiedi di nuovo tra poco, per favore.
fault = Stavo per citare in modo sbagliato, perciò non l’ho fatto. L’errore è mio ed è annotato.

## Ciò che Telegram mostra del bot

command-ask = Fare una domanda all’articolo
command-article = Vedere e leggere l’articolo
command-help = Come chiedere e come leggere una risposta
command-about = Che cosa conosco e come sono fatto
command-privacy = Che cosa conservo e per quanto tempo
description = Chiedi a un articolo, e ti risponde con le sue parole. Trovo le frasi che rispondono e le cito parola per parola, con la fonte. Quando l’articolo non lo dice, te lo dico. Io non scrivo nulla.
short-description = Cita un articolo parola per parola in risposta alla tua domanda, o dice che non lo dice.

## Console

console-help =
    Scrivi una domanda, e cerco le frasi dell’articolo che rispondono. Ciò che sta dietro una barra è l’articolo, parola per parola; quando non lo dice, lo dico.

    /start – domande per cominciare
    /article, /articles – gli articoli che conosco
    /about – che cosa conosco e come sono fatto
    /privacy – che cosa conservo di ciò che si scrive qui
    /quit – uscire
console-greeting = Fai una domanda, o /help. Ctrl-D per uscire.
console-privacy = Conservo le ultime { $lines } righe scritte in questo terminale, in console_history, nella cartella dei dati, perché le frecce le riportino. Ciò che arriva da una pipe non lo conservo, e nulla esce da questa macchina. Su Telegram, /privacy dice che cosa conservo lì.
