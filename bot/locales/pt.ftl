### O que o bot diz em português.

## Saudações

start-one = Olá! Conheço um artigo: { $title }.
start-several = Olá! Conheço { $count } artigos; /articles diz quais são.
start =
    Faça uma pergunta, no idioma que quiser. Respondo apenas com frases do artigo, palavra por palavra, e digo onde está cada uma. Quando o artigo não diz, aviso.
start-examples = Por exemplo:
welcome = De nada. Pergunte sempre que quiser.
goodbye = Até logo.
never-mind = Não foi nada. Pergunte sempre que quiser.
complaint = Desculpe. Apenas cito o artigo, e às vezes escolho a frase errada. Pergunte de novo com outras palavras, numa frase completa.
help =
    Escreva uma pergunta, e procuro as frases do artigo que a respondem.

    • O que está num bloco de citação é o artigo, palavra por palavra.
    • Embaixo: o título, a data, o parágrafo e a frase. Toque no lugar para continuar a ler a partir dali.
    • “Talvez isto não responda” quer dizer isso mesmo: são os trechos mais próximos.
    • Quando o artigo não diz, aviso e não cito nada.
    • “E na quarta-feira?” também funciona, em resposta ou logo depois de uma pergunta.

    Num grupo: /ask@{ $bot } e a pergunta, ou responda a uma pergunta com /ask@{ $bot }.
    Em qualquer conversa: escreva @{ $bot } e a pergunta.

    /article – ler o artigo
    /articles – a que artigos se pergunta aqui
    /about – o que conheço e como sou feito
    /privacy – o que guardo e por quanto tempo

    Os meus administradores adicionam um artigo enviando-me o link ou o arquivo.
about =
    Eu cito, não escrevo: nenhuma frase de um bloco de citação é minha.

    O que conheço:
about-more = … e mais { $count }: /articles
about-model = O modelo { $model } compara as perguntas com as frases. Li o texto em { $built }. Trabalho sozinho: a sua pergunta não é enviada a nenhum outro serviço.
article-size = { $sentences ->
    [one] { $sentences } frase
   *[other] { $sentences } frases
}
add-to-group = Adicionar a um grupo
read-article = Ler: { $title }
privacy =
    O que guardo, na máquina em que funciono e em nenhum outro lugar:

    • As perguntas, também as escritas depois de @{ $bot }: { $days } dias. Pelo mesmo tempo, de tudo aquilo a que respondo numa conversa, para que funcionem os botões, as correções e as respostas: o número da conversa, que numa conversa privada é o da sua conta, os números da sua mensagem e da minha resposta e a hora da sua última correção.
    • Qual foi a sua última pergunta numa conversa, com o número da sua conta, para “e na quarta-feira?”: { $minutes } minutos.
    • As mensagens recebidas que ainda não respondi, com tudo o que o Telegram envia junto: até que as responda. Depois apenas os seus números, para não responder duas vezes: cerca de { $known_days } dias.
    • Os artigos escolhidos com /articles, com o número da conversa: { $choice_days } dias.
    • Os artigos que os meus administradores me enviaram e não usaram: { $pending_days } dias.
    • Quando você toca em 👍 ou 👎: a pergunta, a citação, o meu veredito e o voto, { $feedback_days } dias, para responder melhor. Nos primeiros { $days } dias há também um número com que se poderia achar a sua conta, para que você possa mudar o voto.

    Do que não me é perguntado não guardo nenhuma palavra, e o seu nome só até responder.

## Respostas

closest = Talvez isto não responda. O mais próximo que o artigo diz:
none = O artigo não diz.
none-subject = Ele trata de: { $title }.
none-subjects = O que conheço trata de:
subject = • { $title }
none-chosen = Aqui pergunto a { $chosen } de { $count } artigos: /articles
understood = Pergunta entendida assim: { $question }
unanswered = Sem resposta segura a: “{ $question }”
unanswered-nearest = Sem resposta segura a: “{ $question }”. O mais próximo que o artigo diz:
place = parágrafo { $paragraph }, frase { $sentence }
date = { DATE($date, first: "1º") }
part = { $part }/{ $parts }
context-before = Logo antes:
context-after = Logo depois:
continues = Este trecho continua: abra-o no artigo.
no-room = Aqui não cabe o resto; a uma pergunta numa conversa privada respondo com tudo.
sure = { $percent } % de certeza

## Leitura

paragraph = Parágrafo { $paragraph }
page = { $count ->
    [1] Frase { $first } de { $of }
   *[other] Frases { $first } a { $last } de { $of }
}
page-before = ◀ Mais acima
page-after = Mais abaixo ▶

## A estante

articles-all = { $count ->
    [1] Conheço um artigo, e é a ele que pergunto aqui.
   *[other] Conheço { $count } artigos, e aqui pergunto a todos. Toque num título para perguntar só a esse.
}
articles-some = Aqui pergunto a { $chosen ->
    [1] um de { $count } artigos, o marcado
   *[other] { $chosen } de { $count } artigos, os marcados
}. No modo inline e em outras conversas nada muda.
ask-all = Perguntar a todos
command-articles = Escolher a que artigos se pergunta
not-admin = Só os meus administradores podem adicionar artigos; o seu ID de usuário é { $id }. Faça-me uma pergunta, e procuro no que conheço.
shelf-fetching = Estou lendo…
shelf-reading = Estou aprendendo… { $percent } %
shelf-understood = Foi isto que entendi:
shelf-language = idioma: { $code }
shelf-counts = { $paragraphs ->
    [one] { $paragraphs } parágrafo
   *[other] { $paragraphs } parágrafos
}, { $sentences ->
    [one] { $sentences } frase
   *[other] { $sentences } frases
}. Deixado de fora, como navegação e legendas: { $left }.
shelf-first = Começa assim:
shelf-last = Termina assim:
shelf-in-place = Toma o lugar de “{ $title }”, que chegou com o mesmo nome ou link.
shelf-use = ✅ Usar
shelf-discard = ✖️ Descartar
shelf-added = Agora conheço: { $title }. Artigos na minha estante: { $count }.
shelf-discarded = Descartado. Nada mudou.
shelf-expired = Já não tenho o que você enviou. Envie outra vez, por favor.
shelf-known = Já conheço esse texto, com o título “{ $title }”.
shelf-not-fetched = Não consegui buscar esse arquivo no Telegram. Envie outra vez, por favor.
shelf-too-large = Esse arquivo é grande demais: { $limit } MB no máximo, por favor.
shelf-one-link = Um só link por mensagem, por favor.
shelf-refused = Não deu certo: { $reason }
shelf-remove = Retirar “{ $title }”? Os seus botões e links, em todas as conversas, dirão que já não está aqui.
shelf-do-remove = 🗑 Retirar
shelf-keep = Manter
shelf-removed = Retirado: { $title }. Artigos que ficam na minha estante: { $count }.

## Botões

sentence-before = ◀ Antes
sentence-after = Depois ▶
more = Mais citações
back = ↩ À resposta
share = Compartilhar
open = Abrir no artigo
vote-kept = Obrigado! Guardo a pergunta, a citação e o voto por { $days } dias, no início com um número com que se poderia achar a sua conta. Mais: /privacy
question-gone = Já não conheço essa pergunta. Faça-a outra vez, por favor.
article-gone = Já não tenho esse artigo, ou essa frase. Pergunte outra vez, por favor.
button-old = Esse botão é de outro tempo. Pergunte outra vez, por favor.

## Grupos

ask-usage = Escreva a pergunta a seguir: /ask@{ $bot } quem, quando, quantos… Ou responda a uma mensagem com /ask@{ $bot }.
group-help = Pergunte com /ask@{ $bot } e a sua pergunta, ou responda a uma pergunta com /ask@{ $bot }. Cito o artigo palavra por palavra, ou digo que ele não diz.
group-hello = Olá! Respondo a perguntas com as próprias frases de um artigo, palavra por palavra, ou digo que ele não diz. Pergunte com /ask@{ $bot } e a sua pergunta, ou responda às minhas respostas. Se ninguém me perguntar nada, fico em silêncio.
group-mentions = Aqui também respondo quando alguém menciona @{ $bot }.
group-privacy-mode = Você me adicionou a um grupo. Lá vejo apenas os comandos e as respostas às minhas mensagens. Para que eu responda também quando alguém menciona @{ $bot }, faça de mim um administrador, ou desligue o modo de privacidade (@BotFather, /setprivacy); depois me remova e me adicione outra vez.

## Inline e convidado

inline-hint = Escreva uma pergunta sobre o artigo…
inline-none = O artigo não diz. Pergunte em particular
inline-slow = Ainda procuro. Abrir a resposta em particular
guest-title = Resposta
guest-usage = Respondo a perguntas com as próprias frases de um artigo, palavra por palavra, ou digo que ele não diz. Mencione-me com a sua pergunta: @{ $bot } quem, quando, quantos…

## O que não tem resposta

empty = Escreva uma pergunta com palavras, e procuro no artigo.
not-text = Só leio palavras. Escreva a pergunta, e procuro no artigo.
too-long = Essa pergunta é longa demais para mim: { $limit } caracteres no máximo, por favor.
unknown-command = Não conheço esse comando. Escreva simplesmente a pergunta, ou veja /help.
unknown-command-like = Não conheço esse comando. Você quis dizer { $command }?
flood = Foram muitas de uma vez. Descanso um minuto; pergunte outra vez depois.
failure = Algo falhou do meu lado. Pergunte outra vez daqui a pouco, por favor.
fault = Eu ia citar errado, por isso não citei. A falha é minha e ficou anotada.

## O que o Telegram mostra do bot

command-ask = Fazer uma pergunta ao artigo
command-article = Ver e ler o artigo
command-help = Como perguntar e como ler uma resposta
command-about = O que conheço e como sou feito
command-privacy = O que guardo e por quanto tempo
description = Pergunte a um artigo, e ele responde com as suas próprias palavras. Encontro as frases que respondem e as cito palavra por palavra, com a fonte. Quando o artigo não diz, aviso. Eu não escrevo nada.
short-description = Cita um artigo palavra por palavra em resposta à sua pergunta, ou diz que ele não diz.

## Console

console-help =
    Escreva uma pergunta, e procuro as frases do artigo que a respondem. O que está atrás de uma barra é o artigo, palavra por palavra; quando ele não diz, aviso.

    /start – perguntas para começar
    /article, /articles – os artigos que conheço
    /about – o que conheço e como sou feito
    /privacy – o que guardo do que é digitado aqui
    /quit – sair
console-greeting = Faça uma pergunta, ou /help. Ctrl-D para sair.
console-privacy = Guardo as últimas { $lines } linhas digitadas neste terminal, em console_history, na pasta de dados, para que as setas as tragam de volta. O que chega por um pipe não guardo, e nada sai desta máquina. No Telegram, /privacy diz o que guardo lá.
