"""Web chrome in words: what sites say around an article, by language, never by site."""

import re
from dataclasses import dataclass

LINE_CHARS = 160  # chrome is said in a line; a longer one is somebody's prose


@dataclass(frozen=True, slots=True)
class Cues:
    """The wording of a language's chrome, as regular expressions for case-folded lines."""

    whole: str
    """A whole line that is chrome wherever it stands: "lire aussi : …", "12 commentaires"."""
    promotion: str
    """How a line begins that asks to subscribe, follow, share, contact or click."""
    account: str
    """How a line begins that asks to log in or sign up: chrome where the site itself is meant."""
    topic: str
    """What chrome is about: comments, accounts, newsletters, advertising, cookies."""
    site: str
    """What a log-in on a site is for: to comment, to read on."""
    reader: str
    """How the site speaks to its reader: your, you."""


_FRENCH = Cues(
    whole=r"""
        (?:à )?lire (?:aussi|également|la suite)\b.*|voir (?:aussi|également)\s*:?|sur le même (?:sujet|thème)\s*:?|
        articles? (?:liés?|similaires?|associés?|connexes?)\s*:?|à découvrir aussi\b.*|
        (?:la suite|suite de l'article) après (?:cette|la) (?:publicité|pub)|publicité|annonces?|
        contenus? sponsorisés?|\d* ?commentaires?(?: ?\(\d+\))?|(?:laisser|ajouter|poster|écrire|voir|afficher) (?:un|le|les|tous les|vos)(?: \d+)? commentaires?|
        (?:re)?partager?(?: (?:sur|cet|cette|l'article|cela|par|via)\b.{0,40})?|tweeter|imprimer(?: (?:cet|l')\s?article)?|envoyer (?:par|à)\b.{0,30}|
        se connecter|s'identifier|s'inscrire|s'abonner|connexion|inscription|déconnexion|mon compte|créer (?:un|mon) compte|mot de passe (?:oublié|perdu).{0,3}|
        mentions légales.{0,80}|politique de (?:confidentialité|cookies).{0,60}|conditions générales d'utilisation.{0,40}|tous droits réservés.{0,60}|
        (?:tout )?(?:accepter|refuser)(?: (?:tout|et fermer|les cookies|tous les cookies))?|gérer (?:les|mes) cookies|
        retour (?:en haut|à l'accueil|au sommaire)|signaler (?:un abus|ce contenu|une erreur)|réservé (?:aux|à nos) abonnés|article réservé.{0,30}
    """,
    promotion=r"(?:(?:ré)?abonnez-vous|suivez-nous|suivez (?:notre|toute l'actualité)|rejoignez-nous|contactez-nous|écrivez-nous|soutenez-nous|partagez (?:cet|cette|l'article|sur|ce contenu)|cliquez (?:ici|sur)|téléchargez (?:notre|l'appli)|recevez (?:notre|nos|toute|chaque|gratuitement|la newsletter|l'essentiel)|retrouvez(?:-nous| (?:notre|nos|toute l'actualité))|ne manquez (?:rien|aucun)|likez|commentez\b)",
    account=r"(?:(?:re)?connectez-vous|identifiez-vous|inscrivez-vous|créez (?:un|votre) compte|enregistrez-vous|vous devez (?:être|vous) (?:connecté|inscrit|identifi|connecter|inscrire)|veuillez vous (?:connecter|identifier|inscrire)|déjà (?:inscrit|abonné|un compte|membre)|pas encore (?:inscrit|abonné|de compte|membre))",
    topic=r"commentaire|commenter|newsletter|lettre d'information|inscrits?\b|s'inscrire|abonné|abonnement|s'abonner|\bcompte\b|publicité|publicitaire|annonceurs?|cookies?\b|réseaux sociaux|facebook|twitter|notifications|se connecter|formulaire",
    site=r"comment|réagir|répondre|poster|lire|article|contenu|accéder|accès|suite|forum|newsletter|profiter",
    reader=r"\b(?:votre|vos|vous|notre|nos|cet article|ce site|cette page)\b",
)

_ENGLISH = Cues(
    whole=r"""
        (?:read|see|watch) (?:also|more|next)\b.*|also read\b.*|related (?:articles?|stories|content|topics?|links?)\s*:?|more (?:on this|from|stories)\b.{0,60}|you (?:may|might) also (?:like|be interested).*|
        continue reading\b.{0,40}|(?:story|article) continues (?:below|after).{0,30}|advertisement|sponsored(?: content| links?)?|(?:paid|partner) content|
        \d* ?comments?(?: ?\(\d+\))?|(?:leave|post|add|write|view|show|read) (?:a|all|the|your)? ?(?:\d+ )?(?:comments?|reply)|
        share(?: (?:on|this|via|with)\b.{0,40})?|tweet(?: this)?|print(?: this)?(?: page| article)?|email this.{0,20}|copy link|
        log ?in|sign ?in|log ?out|sign ?up|sign in / register|register|my account|create (?:an|your) account|forgot(?:ten)? (?:your )?password\W?|subscribe(?: now)?|
        (?:terms (?:of (?:use|service)|and conditions)|privacy policy|cookie policy).{0,80}|all rights reserved.{0,60}|
        (?:accept|reject|allow)(?: all)?(?: cookies)?|(?:manage|cookie) (?:cookies|preferences|settings)|back to top|report (?:abuse|this)|skip to (?:main )?content|subscribers? only
    """,
    promotion=r"(?:subscribe (?:to|now|today|for)|follow us|join (?:us|our)|contact us|write to us|support (?:us|our)|share this|click here|tap here|download (?:our|the) app|get (?:our|the latest|the newsletter)|don't miss|like us|sign up (?:for|to) (?:our|the|receive|get))",
    account=r"(?:log in|sign in|sign up|register\b|create an account|you must (?:be (?:logged|signed)|log|sign)|you need to (?:be (?:logged|signed)|log|sign)|please (?:log|sign|register)|already (?:a|have|registered)|not a (?:member|subscriber)|don't have an account)",
    topic=r"comment|newsletter|mailing list|subscri|\baccount\b|advertis|\bads?\b|cookies?\b|social media|facebook|twitter|notifications|log in|sign in|sign up|register",
    site=r"comment|repl|post|read|article|story|content|access|continue|join|newsletter|discussion",
    reader=r"\b(?:your|you|our|we|us|this (?:article|site|page|story))\b",
)

_SPANISH = Cues(
    whole=r"""
        (?:lea|leer|lee|ver|vea|mira|te puede interesar)\b ?(?:también|más|además)?\s*:?|(?:lea|leer|lee|ver|vea) (?:también|más)\b.*|(?:noticias|artículos?|contenidos?) relacionad[oa]s?\s*:?|
        publicidad|contenido patrocinado|anuncios?|\d* ?comentarios?(?: ?\(\d+\))?|(?:dejar?|deja|añadir|escribir|ver|publicar) (?:un|los|tu|todos los)(?: \d+)? comentarios?|
        compartir(?: (?:en|por|este|esta)\b.{0,40})?|imprimir|enviar por (?:correo|e-?mail).{0,20}|
        iniciar sesión|cerrar sesión|inicia sesión|regístrate|registrarse|suscríbete|suscribirse|crear (?:una )?cuenta|mi cuenta|¿?(?:has )?olvid(?:ó|aste|ado) (?:su|tu|la) contraseña\W?|
        (?:aviso legal|política de (?:privacidad|cookies)|términos y condiciones).{0,80}|todos los derechos reservados.{0,60}|(?:aceptar|rechazar)(?: todas?)?(?: las cookies)?|volver arriba
    """,
    promotion=r"(?:suscríb(?:ete|ase)|síg(?:uenos|anos)|únete a|contácte?nos|contáctanos|escríbenos|apóyanos|comparte (?:est[ea]|en)|haz clic|haga clic|pulse aquí|descarga (?:nuestra|la app)|recibe (?:nuestr|las|en tu)|no te pierdas)",
    account=r"(?:inicia sesión|inicie sesión|regístr(?:ate|ese)|identifíc(?:ate|ate)|crea (?:una|tu) cuenta|debes? (?:estar|iniciar|registrar)|¿ya (?:tienes|eres)|¿(?:aún )?no (?:tienes|eres))",
    topic=r"comentari|comentar|boletín|newsletter|suscri|\bcuenta\b|publicidad|anunci|cookies?\b|redes sociales|facebook|twitter|iniciar sesión|registr",
    site=r"coment|opinar|responder|leer|artículo|contenido|acceder|seguir|boletín",
    reader=r"\b(?:tu|tus|su|nuestr[oa]s?|usted|este artículo|este sitio|esta página)\b",
)

_GERMAN = Cues(
    whole=r"""
        lesen sie auch\b.*|auch interessant\b.*|mehr zum thema\b.{0,60}|(?:weiterlesen|mehr lesen)\b.{0,40}|das könnte (?:sie|dich) auch interessieren.*|(?:ähnliche|verwandte) (?:artikel|themen|beiträge)\s*:?|
        (?:anzeige|werbung)|gesponsert.{0,30}|\d* ?kommentare?(?: ?\(\d+\))?|(?:kommentar (?:schreiben|verfassen|hinterlassen)|kommentare (?:anzeigen|lesen)|schreiben sie (?:einen|den ersten) kommentar)|
        (?:teilen|(?:artikel|seite|auf \w+) teilen)(?: (?:auf|per|via)\b.{0,30})?|(?:artikel |seite )?drucken|per e-?mail (?:senden|versenden)|
        anmelden|abmelden|einloggen|registrieren|login|mein konto|konto (?:erstellen|anlegen)|passwort vergessen\W?|abonnieren|jetzt abonnieren|newsletter|
        (?:impressum|datenschutz(?:erklärung)?|agb|nutzungsbedingungen).{0,80}|alle rechte vorbehalten.{0,60}|(?:alle(?: cookies)? )?(?:akzeptieren|ablehnen)|nach oben|zum seitenanfang
    """,
    promotion=r"(?:abonnieren sie|jetzt abonnieren|folgen sie uns|folge uns|folgt uns|kontaktieren sie uns|schreiben sie uns|unterstützen sie uns|teilen sie (?:diesen|diese|den artikel)|klicken sie (?:hier|auf)|hier klicken|laden sie (?:unsere|die app)|erhalten sie (?:unseren|täglich|die wichtigsten)|verpassen sie)",
    account=r"(?:melden sie sich|loggen sie sich|registrieren sie sich|bitte (?:melden|loggen|registrieren)|sie müssen (?:sich|angemeldet|eingeloggt|registriert)|erstellen sie ein konto|bereits (?:registriert|abonn|mitglied)|noch kein(?:en)? (?:konto|account|abo)|jetzt (?:anmelden|registrieren))",
    topic=r"kommentar|kommentieren|newsletter|abonn|\babo\b|\bkonto\b|benutzerkonto|werbung|werbe|anzeigen|cookies?\b|soziale[nr]? (?:medien|netzwerke)|facebook|twitter|anmelden|registrier|einloggen",
    site=r"kommentar|kommentieren|antworten|lesen|artikel|beitrag|inhalt|zugang|diskut|newsletter|weiter",
    reader=r"\b(?:sie|ihre?[nrms]?|dein[en]?|unser[en]?[nrms]?|diesen artikel|diese seite)\b",
)

_ITALIAN = Cues(
    whole=r"""
        (?:leggi|vedi|guarda) (?:anche|tutto|di più)\b.*|potrebbe (?:anche )?interessart[ei].*|(?:articoli|contenuti|notizie) (?:correlat[ie]|simili)\s*:?|
        pubblicità|contenuto sponsorizzato|annunci|\d* ?commenti?(?: ?\(\d+\))?|(?:lascia|aggiungi|scrivi|vedi|mostra) (?:un|i|il|tutti i)(?: tuo)?(?: \d+)? commenti?o?|
        condividi(?: (?:su|questo|via|con)\b.{0,40})?|stampa|invia per e-?mail|accedi|esci|registrati|iscriviti|abbonati|crea (?:un )?account|il mio account|password dimenticata\W?|
        (?:note legali|informativa (?:sulla )?privacy|privacy policy|cookie policy|termini e condizioni).{0,80}|tutti i diritti riservati.{0,60}|riproduzione riservata.{0,40}|(?:accetta|rifiuta)(?: tutti)?(?: i cookie)?|torna (?:su|in alto|alla home)
    """,
    promotion=r"(?:iscriviti (?:alla|al|per)|abbonati|seguici|unisciti a|contattaci|scrivici|sostienici|condividi (?:questo|questa|l'articolo|su)|clicca (?:qui|su)|scarica (?:la nostra|l'app)|ricevi (?:la|le|ogni)|non perdere|non perderti)",
    account=r"(?:accedi\b|effettua (?:il login|l'accesso)|registrati|crea un account|devi (?:essere|accedere|effettuare|registrarti)|hai già un account|non hai (?:ancora )?un account|sei già (?:abbonato|registrato|iscritto))",
    topic=r"commento|commenti\b|commentare|newsletter|abbona|\baccount\b|pubblicità|annunci|inserzion|cookies?\b|social (?:network|media)|facebook|twitter|accedi|registra|iscri(?:tti|viti|zione)",
    site=r"comment|rispondere|leggere|articolo|contenut|acced|continuare|newsletter",
    reader=r"\b(?:tu[oae]i?|vostr[oaei]|nostr[oaei]|questo articolo|questo sito|questa pagina)\b",
)

_PORTUGUESE = Cues(
    whole=r"""
        (?:leia|veja|saiba|ler) (?:também|mais)\b.*|(?:notícias|artigos|conteúdos?|matérias) relacionad[oa]s?\s*:?|(?:publicidade|anúncios?|conteúdo patrocinado)|continua (?:após|depois) d?a publicidade|
        \d* ?comentários?(?: ?\(\d+\))?|(?:deixe|deixar|escreva|adicionar|ver) (?:um|o seu|seu|os|todos os)(?: \d+)? comentários?|
        (?:compartilhar?|compartilhe|partilhar|partilhe)(?: (?:no|na|em|este|esta|via)\b.{0,40})?|imprimir|enviar por e-?mail|
        entrar|sair|iniciar sessão|fazer login|cadastre-se|registe-se|registre-se|assine|criar (?:uma )?conta|minha conta|esquec(?:eu|i) (?:a|sua|minha) senha\W?|
        (?:termos de uso|política de (?:privacidade|cookies)|aviso legal).{0,80}|todos os direitos reservados.{0,60}|(?:aceitar|rejeitar|recusar)(?: todos)?(?: os cookies)?|voltar ao topo
    """,
    promotion=r"(?:assine (?:a|o|nossa|nosso|já|agora)|inscreva-se|subscreva|siga-nos|siga o nosso|junte-se a|contacte-nos|fale conosco|entre em contato|escreva-nos|apoie-nos|(?:compartilhe|partilhe) (?:este|esta|no|na)|clique (?:aqui|em)|baixe (?:o|nosso)|receba (?:a|as|nossa|o nosso)|não perca)",
    account=r"(?:faça (?:o )?login|inicie sessão|entre na sua conta|cadastre-se|regist(?:r)?e-se|crie (?:uma|sua|a sua) conta|(?:você )?(?:precisa|deve) (?:estar|fazer|ser|iniciar)|já (?:tem|é) (?:uma )?(?:conta|assinante)|ainda não (?:tem|é) )",
    topic=r"comentário|comentar|newsletter|boletim|assina(?:r|nte|tura)|\bconta\b|publicidade|anúncio|anunciar|cookies?\b|redes sociais|facebook|twitter|login|cadastr|regist(?:ar|rar)",
    site=r"coment|responder|\bler\b|artigo|matéria|conteúdo|aceder|acessar|continuar|newsletter",
    reader=r"\b(?:sua?s?|seus?|você|nossa?s?|nossos?|este artigo|este site|esta página)\b",
)

_ARABIC = Cues(
    whole=r"""
        (?:اقرأ|إقرأ|اقرئي|شاهد|طالع) (?:أيضا|أيضاً|ايضا|المزيد|كذلك)\b.*|(?:مقالات|مواضيع|أخبار) (?:ذات صلة|مشابهة|متعلقة)\s*:?|(?:إعلان|اعلان|إعلانات|إعلان ممول|محتوى ممول)|
        (?:\d+ )?(?:تعليق|تعليقات|التعليقات)(?: ?\(\d+\))?|(?:أضف|اترك|اكتب|أكتب|شاهد|عرض) (?:تعليقا|تعليقاً|تعليقك|تعليق|التعليقات)|
        (?:شارك|مشاركة|شارك المقال|شارك هذا المقال)(?: (?:على|عبر)\b.{0,40})?|طباعة|إرسال بالبريد.{0,20}|
        (?:تسجيل الدخول|تسجيل الخروج|تسجيل|إنشاء حساب|حسابي|اشترك|اشترك الآن|نسيت كلمة (?:المرور|السر)\W?)|
        (?:شروط الاستخدام|سياسة الخصوصية|سياسة ملفات تعريف الارتباط).{0,80}|(?:جميع|كل) الحقوق محفوظة.{0,60}|(?:قبول|رفض)(?: الكل| جميع ملفات تعريف الارتباط)?|العودة إلى الأعلى
    """,
    promotion=r"(?:اشترك(?:وا)? (?:في|الآن)|تابعنا|تابعونا|انضم إلي|اتصل بنا|تواصل معنا|راسلنا|شارك (?:المقال|هذا)|اضغط هنا|انقر هنا|حمل (?:تطبيق|التطبيق)|احصل على (?:آخر|نشرت))",
    account=r"(?:سجل(?:وا)? (?:الدخول|دخولك|الآن)|قم بتسجيل|يرجى تسجيل|يجب (?:عليك )?تسجيل|أنشئ حساب|هل لديك حساب|ليس لديك حساب)",
    topic=r"تعليق|تعليقات|التعليق|النشرة|نشرتنا|اشتراك|حساب|إعلان|الإعلانات|كوكيز|ملفات تعريف الارتباط|فيسبوك|تويتر|تسجيل الدخول",
    site=r"تعليق|التعليق|الرد|قراءة|المقال|المحتوى|الوصول|متابعة",
    reader=r"(?:كم?\b|نا\b|هذا المقال|هذا الموقع|هذه الصفحة)",
)

_RUSSIAN = Cues(
    whole=r"""
        (?:читайте|читать|смотрите|см\.) (?:также|далее|дальше|ещё|еще|полностью)\b.*|(?:похожие|связанные) (?:статьи|материалы|новости)\s*:?|(?:материалы|новости) по теме\s*:?|(?:реклама|на правах рекламы|рекламный блок)|
        \d* ?комментари(?:и|ев|й|я)(?: ?\(\d+\))?|(?:оставить|добавить|написать|показать|все) (?:комментари[ийев]+)|
        (?:поделиться|поделитесь)(?: (?:в|с|ссылкой|статьей|статьёй|этой)\b.{0,40})?|распечатать|версия для печати|отправить по (?:почте|e-?mail)|
        войти|вход|выйти|регистрация|зарегистрироваться|подписаться|подпишитесь|мой аккаунт|личный кабинет|забыли пароль\W?|создать аккаунт|
        (?:пользовательское соглашение|политика конфиденциальности).{0,80}|все права защищены.{0,60}|(?:принять|отклонить)(?: все)?(?: cookies?| куки)?|наверх
    """,
    promotion=r"(?:подпи(?:шитесь|сывайтесь|саться) на|следите за нами|присоединяйтесь|свяжитесь с нами|пишите нам|напишите нам|поддержите нас|поделитесь (?:этой|статьей|статьёй|в)|нажмите (?:здесь|сюда)|скачайте (?:наше|приложение)|получайте (?:наш|новости|свежие)|не пропустите)",
    account=r"(?:войдите|авторизуйтесь|зарегистрируйтесь|создайте аккаунт|вы должны (?:войти|быть|зарегистр)|необходимо (?:войти|авториз|зарегистр)|пожалуйста, (?:войдите|авториз|зарегистр)|уже (?:есть аккаунт|зарегистрированы)|нет аккаунта)",
    topic=r"комментари|комментировать|рассылк|подписк|подписа|аккаунт|учётн|учетн|реклам|cookie|куки|соцсет|социальных сет|facebook|вконтакте|telegram-канал|зарегистрир|авториз",
    site=r"коммент|ответить|читать|стать|материал|доступ|продолж|обсужд",
    reader=r"\b(?:ваш\w*|вас|вы|наш\w*|нас|эт[уой]+ стать\w+|сайт\w*)\b",
)

_NETWORKS = (
    r"facebook|twitter|x|whatsapp|telegram|linkedin|instagram|pinterest|reddit|tiktok|youtube|"
    r"messenger|e-?mail|mail|rss|vk|вконтакте|одноклассники|flipboard|copier le lien|print"
)
_LEGAL = r"(?:©|\(c\) ?\d{4}|copyright\b).{0,120}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    whole: re.Pattern[str]
    promotion: re.Pattern[str]
    account: re.Pattern[str]
    topic: re.Pattern[str]
    site: re.Pattern[str]
    reader: re.Pattern[str]


def _compiled(cues: Cues) -> _Patterns:
    whole = re.sub(r"\n\s*", "", cues.whole)
    return _Patterns(
        re.compile(rf"(?:{whole})[\s.!…:→»>›]*"),
        re.compile(cues.promotion),
        re.compile(cues.account),
        re.compile(cues.topic),
        re.compile(cues.site),
        re.compile(cues.reader),
    )


_LANGUAGES = tuple(
    map(
        _compiled,
        (_FRENCH, _ENGLISH, _SPANISH, _GERMAN, _ITALIAN, _PORTUGUESE, _ARABIC, _RUSSIAN),
    )
)
_NETWORK_BAR = re.compile(rf"(?:{_NETWORKS})(?:[\s,|/·•-]+(?:{_NETWORKS}))*")
_LEGAL_LINE = re.compile(_LEGAL)
_BULLETS = " \t\u00a0•|›»>→▶►✉☰#+"
_SHORT_CHARS = 45  # a line this short says nothing else besides what it asks for


def strong_reason(line: str) -> str:
    """Return why a line is chrome wherever it stands, an empty string where it is not."""
    if len(line) > LINE_CHARS:
        return ""
    folded = line.strip(_BULLETS).replace("’", "'").replace("\u00a0", " ").lower()
    if _LEGAL_LINE.fullmatch(folded):
        return "legal notice"
    if _NETWORK_BAR.fullmatch(folded):
        return "links to social networks"
    return next(filter(None, (_asks(folded, patterns) for patterns in _LANGUAGES)), "")


def _asks(folded: str, patterns: _Patterns) -> str:
    if patterns.whole.fullmatch(folded):
        return "link or label of a web page"
    about = len(folded) <= _SHORT_CHARS or patterns.topic.search(folded)
    if patterns.promotion.match(folded) and about:
        return "call to action"
    if not patterns.account.match(folded):
        return ""
    label = len(folded) <= _SHORT_CHARS and folded[-1] not in ".!?"
    if label or (patterns.topic.search(folded) and patterns.site.search(folded)):
        return "log-in or sign-up line"
    return ""


def weak_reason(line: str) -> str:
    """Return why a line may be chrome where other chrome surrounds it, else an empty string."""
    if len(line) > LINE_CHARS:
        return ""
    folded = line.strip(_BULLETS).replace("’", "'").lower()
    for patterns in _LANGUAGES:
        topics = {match[0] for match in patterns.topic.finditer(folded)}
        if len(topics) >= 2 or (topics and patterns.reader.search(folded)):
            return "line about comments, accounts or advertising"
        if patterns.account.match(folded) or patterns.promotion.match(folded):
            return "call to action"
    return ""
