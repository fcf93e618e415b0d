### Lo que dice el bot en español.

## Saludos

start-one = ¡Hola! Conozco un artículo: { $title }.
start-several = ¡Hola! Conozco { $count } artículos; /articles los nombra.
start =
    Hazme una pregunta, en el idioma que quieras. Respondo solo con frases del artículo, palabra por palabra, y digo dónde está cada una. Cuando el artículo no lo dice, te lo digo.
start-examples = Por ejemplo:
welcome = De nada. Pregúntame cuando quieras.
goodbye = Adiós.
never-mind = No pasa nada. Pregúntame cuando quieras.
complaint = Lo siento. Solo cito el artículo, y a veces elijo la frase equivocada. Pregúntame de nuevo con otras palabras, en una frase completa.
help =
    Escribe una pregunta y busco las frases del artículo que la responden.

    • Lo que está en un bloque de cita es el artículo, palabra por palabra.
    • Debajo: el título, la fecha, el párrafo y la frase. Toca el lugar para seguir leyendo desde ahí.
    • «Puede que esto no responda» quiere decir eso: son los pasajes más cercanos.
    • Cuando el artículo no lo dice, lo digo y no cito nada.
    • «¿Y el miércoles?» también funciona, como respuesta o poco después de una pregunta.

    En un grupo: /ask@{ $bot } y tu pregunta, o responde a una pregunta con /ask@{ $bot }.
    En cualquier chat: escribe @{ $bot } y tu pregunta.

    /article – leerlo
    /articles – a qué artículos se pregunta aquí
    /about – lo que conozco y cómo estoy hecho
    /privacy – lo que guardo y cuánto tiempo

    Mis administradores añaden un artículo enviándome su enlace o su archivo.
about =
    Yo cito, no escribo: ninguna frase de un bloque de cita es mía.

    Lo que conozco:
about-more = … y { $count } más: /articles
about-model = El modelo { $model } compara las preguntas con las frases. Leí el texto el { $built }. Trabajo solo: tu pregunta no se envía a ningún otro servicio.
article-size = { $sentences ->
    [one] una frase
   *[other] { $sentences } frases
}
add-to-group = Añadirme a un grupo
read-article = Leer: { $title }
privacy =
    Lo que guardo, en la máquina en la que funciono y en ningún otro sitio:

    • Las preguntas, también las escritas tras @{ $bot }: { $days } días. El mismo tiempo, de todo aquello a lo que respondo en un chat, para que funcionen los botones, las correcciones y las respuestas: el número del chat, que en un chat privado es el de tu cuenta, los números de tu mensaje y de mi respuesta y la hora de tu última corrección.
    • Cuál fue tu última pregunta en un chat, con el número de tu cuenta, para «¿y el miércoles?»: { $minutes } minutos.
    • Los mensajes recibidos que aún no he respondido, con todo lo que Telegram envía con ellos: hasta que los respondo. Después solo sus números, para no responder dos veces: unos { $known_days } días.
    • Los artículos que has elegido con /articles, con el número del chat: { $choice_days } días.
    • Los artículos que mis administradores me han enviado y no han usado: { $pending_days } días.
    • Cuando pulsas 👍 o 👎: la pregunta, la cita, mi veredicto y tu voto, { $feedback_days } días, para responder mejor. Los primeros { $days } días hay además un número con el que se podría hallar tu cuenta, para que puedas cambiar tu voto.

    De lo que no se me pregunta no guardo ni una palabra, y tu nombre solo hasta que respondo.

## Respuestas

closest = Puede que esto no responda. Lo más cercano que dice el artículo:
none = El artículo no lo dice.
none-subject = Trata de: { $title }.
none-subjects = Lo que conozco trata de:
subject = • { $title }
none-chosen = Aquí pregunto a { $chosen } de { $count } artículos: /articles
understood = Pregunta entendida así: { $question }
unanswered = Sin respuesta segura a: «{ $question }»
unanswered-nearest = Sin respuesta segura a: «{ $question }». Lo más cercano que dice el artículo:
place = párrafo { $paragraph }, frase { $sentence }
date = { DATETIME($date, dateStyle: "long") }
part = { $part }/{ $parts }
context-before = Justo antes:
context-after = Justo después:
continues = Este pasaje continúa: ábrelo en el artículo.
no-room = Aquí no cabe el resto; a una pregunta en un chat privado respondo con todo.
sure = seguro al { $percent } %

## Lectura

paragraph = Párrafo { $paragraph }
page = { $count ->
    [1] Frase { $first } de { $of }
   *[other] Frases { $first } a { $last } de { $of }
}
page-before = ◀ Más arriba
page-after = Más abajo ▶

## El estante

articles-all = { $count ->
    [1] Conozco un artículo, y aquí le pregunto a él.
   *[other] Conozco { $count } artículos, y aquí pregunto a todos. Toca un título para preguntar solo a ese.
}
articles-some = Aquí pregunto a { $chosen ->
    [1] uno de { $count } artículos, el marcado
   *[other] { $chosen } de { $count } artículos, los marcados
}. En el modo inline y en otros chats no cambia nada.
ask-all = Preguntar a todos
command-articles = Elegir a qué artículos se pregunta
not-admin = Solo mis administradores pueden añadir artículos; tu identificador de usuario es { $id }. Escríbeme mejor una pregunta, y busco en lo que conozco.
shelf-fetching = Lo estoy leyendo…
shelf-reading = Lo estoy aprendiendo… { $percent } %
shelf-understood = Esto es lo que he entendido:
shelf-language = idioma: { $code }
shelf-counts = { $paragraphs ->
    [one] un párrafo
   *[other] { $paragraphs } párrafos
}, { $sentences ->
    [one] una frase
   *[other] { $sentences } frases
}. Dejado fuera, como la navegación y los pies de foto: { $left }.
shelf-first = Empieza así:
shelf-last = Acaba así:
shelf-in-place = Ocupa el lugar de «{ $title }», que llegó con el mismo nombre o enlace.
shelf-use = ✅ Usarlo
shelf-discard = ✖️ Descartar
shelf-added = Ya lo conozco: { $title }. Hay { $count } en mi estante.
shelf-discarded = Descartado. No ha cambiado nada.
shelf-expired = Ya no tengo lo que enviaste. Envíalo otra vez, por favor.
shelf-known = Ya conozco ese texto, con el título «{ $title }».
shelf-not-fetched = No he podido obtener ese archivo de Telegram. Envíalo otra vez, por favor.
shelf-too-large = Ese archivo es demasiado grande: { $limit } MB como máximo, por favor.
shelf-one-link = Un solo enlace por mensaje, por favor.
shelf-refused = No ha funcionado: { $reason }
shelf-remove = ¿Retirar «{ $title }»? Sus botones y enlaces, en todos los chats, dirán que ya no está.
shelf-do-remove = 🗑 Retirar
shelf-keep = Conservar
shelf-removed = Retirado: { $title }. { $count ->
    [one] Queda uno
   *[other] Quedan { $count }
} en mi estante.

## Botones

sentence-before = ◀ Antes
sentence-after = Después ▶
more = Más citas
back = ↩ A la respuesta
share = Compartir
open = Abrir en el artículo
vote-kept = ¡Gracias! Guardo la pregunta, la cita y tu voto { $days } días, al principio con un número con el que se podría hallar tu cuenta. Más: /privacy
question-gone = Ya no conozco esa pregunta. Hazla otra vez, por favor.
article-gone = Ya no tengo ese artículo, o esa frase. Pregunta otra vez, por favor.
button-old = Ese botón es de otro tiempo. Pregunta otra vez, por favor.

## Grupos

ask-usage = Escribe tu pregunta detrás: /ask@{ $bot } quién, cuándo, cuántos… O responde a un mensaje con /ask@{ $bot }.
group-help = Pregúntame con /ask@{ $bot } y tu pregunta, o responde a una pregunta con /ask@{ $bot }. Cito el artículo palabra por palabra, o digo que no lo dice.
group-hello = ¡Hola! Respondo preguntas con las propias frases de un artículo, palabra por palabra, o digo que no lo dice. Pregunta con /ask@{ $bot } y tu pregunta, o responde a mis respuestas. Si nadie me pregunta, me callo.
group-mentions = Aquí respondo también cuando alguien menciona a @{ $bot }.
group-privacy-mode = Me has añadido a un grupo. Allí solo veo los comandos y las respuestas a mis mensajes. Para que responda también cuando alguien menciona a @{ $bot }, hazme administrador, o desactiva el modo de privacidad (@BotFather, /setprivacy); luego quítame y añádeme otra vez.

## Inline e invitado

inline-hint = Escribe una pregunta sobre el artículo…
inline-none = El artículo no lo dice. Pregúntame en privado
inline-slow = Sigo buscando. Abrir la respuesta en privado
guest-title = Respuesta
guest-usage = Respondo preguntas con las propias frases de un artículo, palabra por palabra, o digo que no lo dice. Mencióname con tu pregunta: @{ $bot } quién, cuándo, cuántos…

## Lo que no tiene respuesta

empty = Escríbeme una pregunta con palabras y busco en el artículo.
not-text = Solo leo palabras. Escríbeme tu pregunta y busco en el artículo.
too-long = Esa pregunta es demasiado larga para mí: { $limit } caracteres como máximo, por favor.
unknown-command = No conozco ese comando. Escribe simplemente tu pregunta, o mira /help.
unknown-command-like = No conozco ese comando. ¿Querías decir { $command }?
flood = Han sido muchas a la vez. Descanso un minuto; pregúntame otra vez después.
failure = Algo ha fallado por mi parte. Pregunta otra vez en un momento, por favor.
fault = Iba a citar mal, así que no lo he hecho. El fallo es mío y queda anotado.

## Lo que Telegram muestra del bot

command-ask = Hacer una pregunta al artículo
command-article = Ver y leer el artículo
command-help = Cómo preguntar y cómo leer una respuesta
command-about = Lo que conozco y cómo estoy hecho
command-privacy = Lo que guardo y cuánto tiempo
description = Pregunta a un artículo y responde con sus propias palabras. Encuentro las frases que responden y las cito palabra por palabra, con su fuente. Cuando el artículo no lo dice, te lo digo. Yo no escribo nada.
short-description = Cita un artículo palabra por palabra en respuesta a tu pregunta, o dice que no lo dice.

## Consola

console-help =
    Escribe una pregunta y busco las frases del artículo que la responden. Lo que está tras una barra es el artículo, palabra por palabra; cuando no lo dice, lo digo.

    /start – preguntas para empezar
    /article, /articles – los artículos que conozco
    /about – lo que conozco y cómo estoy hecho
    /privacy – lo que guardo de lo que se escribe aquí
    /quit – salir
console-greeting = Haz una pregunta, o /help. Ctrl-D para salir.
console-privacy = Guardo las últimas { $lines } líneas escritas en este terminal, en console_history, en la carpeta de datos, para que las flechas las recuperen. Lo que llega por una tubería no lo guardo, y nada sale de esta máquina. En Telegram, /privacy dice lo que guardo allí.
