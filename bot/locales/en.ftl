### What the bot says in English.

## Greetings

start-one = Hello! I know one article: { $title }.
start-several = Hello! I know { $count } articles; /about names them.
start =
    Ask me about it, in any language. I answer only with its own sentences, word for word, and say where each one stands. When the article does not say, I tell you so.
help =
    Write a question, and I look for the sentences of the article that answer it.

    • What stands in a quotation block is the article, word for word.
    • Under it: the title, the date, the paragraph and the sentence.
    • “This may not answer you” means just that: these are the nearest passages.
    • When the article does not say, I say so and quote nothing.

    /about – what I know, and how I was made
about =
    I quote, I never write: no sentence in a quotation block is mine.

    What I know:
about-size = { $sentences ->
    [one] one sentence
   *[other] { $sentences } sentences
}
about-model = Questions are compared with sentences by the model { $model }. I read the text on { $built }. I run on my own: your question is sent to no other service.

## Answers

closest = This may not answer you. The nearest that the article says:
none = The article does not say.
none-subject = It is about: { $title }.
none-subjects = What I know is about:
subject = • { $title }
understood = Understood as: { $question }
place = paragraph { $paragraph }, sentence { $sentence }
date = { DATETIME($date, dateStyle: "long") }
part = { $part }/{ $parts }
context-before = Just before:
context-after = Just after:

## What cannot be answered

empty = Write me a question in words, and I look in the article.
not-text = I read words only. Write me your question, and I look in the article.
too-long = That question is too long for me: { $limit } characters at most, please.
unknown-command = I do not know that command. Just write your question, or see /help.
failure = Something went wrong on my side. Please ask again in a moment.
fault = I was about to quote wrongly, so I did not. The fault is mine and has been noted.

## Console

console-greeting = Ask a question, or /help. Leave with Ctrl-D.
console-goodbye = Goodbye.
