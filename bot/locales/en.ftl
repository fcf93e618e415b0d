### What the bot says in English.

## Greetings

start-one = Hello! I know one article: { $title }.
start-several = Hello! I know { $count } articles; /articles names them.
start =
    Ask me a question, in any language. I answer only with the article’s own sentences, word for word, and say where each one stands. When the article does not say, I tell you so.
start-examples = For example:
welcome = You are welcome. Ask me whenever you like.
goodbye = Goodbye.
never-mind = No harm done. Ask me whenever you like.
complaint = I am sorry. I only quote the article, and I may choose the wrong sentence. Please ask again in other words, as a whole question.
help =
    Write a question, and I look for the sentences of the article that answer it.

    • What stands in a quotation block is the article, word for word.
    • Under it: the title, the date, the paragraph and the sentence. Tap the place to read on from there.
    • “This may not answer you” means just that: these are the nearest passages.
    • When the article does not say, I say so and quote nothing.
    • “And on Wednesday?” works too, as a reply or soon after a question.

    In a group: /ask@{ $bot } and your question, or reply to one with /ask@{ $bot }.
    In any chat: type @{ $bot } and your question.

    /article – read it
    /articles – which articles are asked here
    /about – what I know, and how I was made
    /privacy – what I keep, and for how long

    My administrators add an article by sending me its link or file.
about =
    I quote, I never write: no sentence in a quotation block is mine.

    What I know:
about-more = … and { $count } more: /articles
about-model = Questions are compared with sentences by the model { $model }. I read the text on { $built }. I run on my own: your question is sent to no other service.
article-size = { $sentences ->
    [one] one sentence
   *[other] { $sentences } sentences
}
add-to-group = Add me to a group
read-article = Read: { $title }
privacy =
    What I keep, on the machine that I run on and nowhere else:

    • Questions, also those typed after @{ $bot }: { $days } days. For as long, of whatever I reply to in a chat, so that buttons, edits and replies work: the chat’s number, which in a private chat is that of your account, the numbers of your message and of my answer, and the time of your last edit.
    • Which question was your last in a chat, with the number of your account, for “and on Wednesday?”: { $minutes } minutes.
    • Messages that I have received and not yet answered, with all that Telegram sends along: until they are answered. After that their numbers alone, so that none is answered twice: some { $known_days } days.
    • Which articles you chose under /articles, with the chat’s number: { $choice_days } days.
    • Articles that my administrators sent me and have not used: { $pending_days } days.
    • When you press 👍 or 👎: the question, the quote, my verdict and your vote, for { $feedback_days } days, to make the answers better. For the first { $days } of them a number stands there too, from which your account could be found, so that you can change your vote.

    Of what I am not asked I keep no word, and your name no longer than until I have answered.

## Answers

closest = This may not answer you. The nearest that the article says:
none = The article does not say.
none-subject = It is about: { $title }.
none-subjects = What I know is about:
subject = • { $title }
none-chosen = I ask { $chosen } of { $count } articles here: /articles
understood = Understood as: { $question }
unanswered = No sure answer to: “{ $question }”
unanswered-nearest = No sure answer to: “{ $question }”. The nearest that the article says:
place = paragraph { $paragraph }, sentence { $sentence }
date = { DATETIME($date, dateStyle: "long") }
part = { $part }/{ $parts }
context-before = Just before:
context-after = Just after:
continues = This passage goes on: open it in the article.
no-room = There is no room here for the rest; to a question in a private chat I send all of it.
sure = { $percent } % sure

## Reading

paragraph = Paragraph { $paragraph }
page = { $count ->
    [1] Sentence { $first } of { $of }
   *[other] Sentences { $first } to { $last } of { $of }
}
page-before = ◀ Earlier
page-after = Later ▶

## The shelf

articles-all = { $count ->
    [1] I know one article, and ask it here.
   *[other] I know { $count } articles, and ask all of them here. Tap a title to ask that one alone.
}
articles-some = I ask { $chosen ->
    [1] one of { $count } articles here, the one that is ticked
   *[other] { $chosen } of { $count } articles here, those that are ticked
}. Inline and in other chats nothing changes.
ask-all = Ask all of them
command-articles = Choose which articles are asked
not-admin = Only my administrators can add articles; your user id is { $id }. Write me a question instead, and I look in what I know.
shelf-fetching = I am reading it…
shelf-reading = I am learning it… { $percent } %
shelf-understood = This is what I understood:
shelf-language = language: { $code }
shelf-counts = { $paragraphs ->
    [one] one paragraph
   *[other] { $paragraphs } paragraphs
}, { $sentences ->
    [one] one sentence
   *[other] { $sentences } sentences
}. Left out as navigation, captions and the like: { $left }.
shelf-first = It begins:
shelf-last = It ends:
shelf-in-place = It takes the place of “{ $title }”, which came under the same name or link.
shelf-use = ✅ Use it
shelf-discard = ✖️ Discard
shelf-added = I know it now: { $title }. There { $count ->
    [one] is one
   *[other] are { $count }
} on my shelf.
shelf-discarded = Discarded. Nothing changed.
shelf-expired = I no longer have what you sent. Please send it again.
shelf-known = I know that text already, as “{ $title }”.
shelf-not-fetched = I could not fetch that file from Telegram. Please send it again.
shelf-too-large = That file is too large: { $limit } MB at most, please.
shelf-one-link = One link in a message, please.
shelf-refused = That did not work: { $reason }
shelf-remove = Remove “{ $title }”? Its buttons and links in all chats will say that it is gone.
shelf-do-remove = 🗑 Remove
shelf-keep = Keep
shelf-removed = Removed: { $title }. { $count } left on my shelf.

## Buttons

sentence-before = ◀ Before
sentence-after = After ▶
more = More quotes
back = ↩ To the answer
share = Share
open = Open in the article
vote-kept = Thank you! I keep the question, the quote and your vote for { $days } days, at first with a number from which your account could be found. More: /privacy
question-gone = I no longer know that question. Please ask it again.
article-gone = I no longer have that article, or that sentence. Please ask again.
button-old = That button is from another time. Please ask again.

## Groups

ask-usage = Write your question after it: /ask@{ $bot } who, when, how many… Or reply to a message with /ask@{ $bot }.
group-help = Ask me with /ask@{ $bot } and your question, or reply to a question with /ask@{ $bot }. I quote the article word for word, or say that it does not say.
group-hello = Hello! I answer questions with an article’s own sentences, word for word, or say that it does not say. Ask with /ask@{ $bot } and your question, or reply to my answers. Unless I am asked, I say nothing.
group-mentions = Here I also answer when somebody mentions @{ $bot }.
group-privacy-mode = You added me to a group. There I see only commands and replies to me. If I should also answer when somebody mentions @{ $bot }, make me an administrator, or turn privacy mode off (@BotFather, /setprivacy), then remove me and add me again.

## Inline and guest

inline-hint = Type a question about the article…
inline-none = The article does not say. Ask me in private
inline-slow = Still looking. Open the answer in private
guest-title = Answer
guest-usage = I answer questions with an article’s own sentences, word for word, or say that it does not say. Mention me with your question: @{ $bot } who, when, how many…

## What cannot be answered

empty = Write me a question in words, and I look in the article.
not-text = I read words only. Write me your question, and I look in the article.
too-long = That question is too long for me: { $limit } characters at most, please.
unknown-command = I do not know that command. Just write your question, or see /help.
unknown-command-like = I do not know that command. Did you mean { $command }?
flood = That was a lot at once. I rest for a minute; ask me again then.
failure = Something went wrong on my side. Please ask again in a moment.
fault = I was about to quote wrongly, so I did not. The fault is mine and has been noted.

## What Telegram shows of the bot

command-ask = Ask the article a question
command-article = See and read the article
command-help = How to ask, and how to read an answer
command-about = What I know, and how I was made
command-privacy = What I keep, and for how long
description = Ask an article, get its own words back. I find the sentences that answer your question and quote them word for word, with their source. When the article does not say, I tell you so. I write nothing myself.
short-description = Quotes an article word for word in answer to your question, or says that it does not say.

## Console

console-help =
    Write a question, and I look for the sentences of the article that answer it. What stands behind a bar is the article, word for word; when it does not say, I say so.

    /start – questions to begin with
    /article, /articles – the articles that I know
    /about – what I know, and how I was made
    /privacy – what I keep of what is typed here
    /quit – leave
console-greeting = Ask a question, or /help. Leave with Ctrl-D.
console-privacy = I keep the last { $lines } lines that are typed in this terminal, in console_history in the data folder, so that the arrow keys bring them back. What a pipe brings I do not keep, and nothing leaves this machine. In Telegram, /privacy says what I keep there.
