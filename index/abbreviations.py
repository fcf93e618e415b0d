"""What a full stop may mean in each language: abbreviations, openings, verbs of saying."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Usage:
    """How a language writes the words around a full stop; all entries without their last stop.

    A lower-case entry also stands for its capitalised form; an entry with a capital is exact. An
    entry with a blank is a compound ("v. Chr"), looked up before its last part alone.
    """

    leading: frozenset[str]
    """Stand before a name or what they explain, so they never end a sentence: M., Cf."""
    numbered: frozenset[str]
    """Stand before a number; words of the same spelling may end a sentence: art., p., no."""
    closing: frozenset[str]
    """May well end a sentence, and do so before any capital: etc., J.-C."""
    plain: frozenset[str]
    """End a sentence only before a word that opens one (see `openings`): env., Inc."""
    openings: frozenset[str]
    """Words that, capitalised, show that a sentence begins: articles, pronouns, prepositions."""
    particles: frozenset[str] = frozenset()
    """Openings that are part of names too, so that they show nothing after an initial: Le, De."""
    saying: frozenset[str] = frozenset()
    """Verbs that follow a quoted question or exclamation without ending its sentence."""
    subjects: frozenset[str] = frozenset()
    """Words that open a new sentence even in lower case, as web texts write after "!" or "?"."""
    lettered: frozenset[str] = frozenset()
    """Nouns that a single letter behind them tells apart, so that it is no initial: group B."""
    endings: tuple[str, ...] = ()
    """Of compounds that are abbreviated: "Hauptstr."; as `plain`."""
    months: frozenset[str] = frozenset()
    """What follows an ordinal day; where there are any, "3." is an ordinal."""


def _words(text: str) -> frozenset[str]:
    """Return the entries of a table written one blank apart, `_` for a blank inside an entry."""
    return frozenset(entry.replace("_", " ") for entry in text.split())


_EVERYWHERE = _words("Mr Mrs Ms Dr Prof St Mt")  # English names stand in every language


FRENCH = Usage(
    leading=_EVERYWHERE
    | _words("""
        M MM Mme Mmes Mlle Mlles Mgr Mgrs Me Mr Mrs Ms Dr Drs Pr Prof St Ste Sts gén Gal Col Cdt Cne
        Cap Lt Lcl Sgt Adj Maj Vve Ch Ph Th Fr Chr Jos Alex Gme cf env c.-à-d c-à-d c.à.d càd resp
        tél p._ex par_ex
    """),
    numbered=_words("""
        art al p pp n no nos nº n° num vol t tom ch chap fig figs sect § v vv f ff fol paragr livr
        lig tabl ill réf ms mss op h min mn alin
    """),
    closing=_words("etc J.-C J-C J.C suiv sq sqq ibid n._è n._s id"),
    plain=_words("""
        prof av apr ex bd bld boul fbg rte pl imp dir éd ed éds trad coll hab vs
        janv févr fév avr juil juill sept oct nov déc Cie Sté Ets Inc Ltd Corp Co Bros Jr Sr dép
        adj adv subst masc fém plur sing lat gr angl all esp ital pron litt fam péj syn ant vx
        cit loc max approx nb qq qqn qqch svt rens prov
    """),
    openings=_words("""
        le la les l' un une des du de d' il elle ils elles on nous vous je j' tu ce c' ça cela ceci
        cet cette ces celui celle ceux celles son sa ses leur leurs mon ma mes ton ta tes notre nos
        votre vos dans en au aux à par pour sur sous avec sans mais et ou or donc car ni si s' que
        qu' quand lorsque lorsqu' depuis après avant pendant malgré selon ainsi alors cependant
        toutefois enfin puis ensuite ici là plus plusieurs tous tout toute toutes chaque certains
        certaines aucun aucune aujourd' hier demain comme comment pourquoi parmi entre vers chez dès
        outre quant bien même très trop peu non oui pas ne n' y où qui quel quelle quels quelles
        lui dont lors contre durant jusque jusqu' d'abord aussi autre autres quelques puisque
        puisqu' cf voir afin voici voilà deux trois quatre cinq six sept huit neuf dix cent mille
        hélas néanmoins pourtant désormais parfois souvent toujours jamais déjà encore surtout
        notamment également grâce suite face chacun chacune né née situé située moins beaucoup tel
        telle bref finalement actuellement récemment parallèlement seul seule premier première
        janvier février mars avril juin juillet août septembre octobre novembre décembre lundi
        mardi mercredi jeudi vendredi samedi dimanche
    """),
    particles=_words("le la les l' de du des d' au"),
    saying=_words("""
        dit dis disait dirent demanda demande demandait répondit répond répondait répliqua réplique
        cria crie criait lança lance lançait ajouta ajoute ajoutait murmura murmure murmurait fit
        poursuit poursuivit reprit reprend interroge interrogea expliqua explique expliquait déclara
        déclare déclarait affirma affirme affirmait insista insiste insistait
    """),
    subjects=_words("""
        je j' tu il elle on nous vous ils elles c' ce ça le la les l' un une mon ma mes par sinon
        bref merci très franchement dommage
    """),
    lettered=_words("""
        site groupe bâtiment immeuble bloc plan vitamine hépatite type catégorie zone point série
        classe équipe niveau variante ligne phase option terminal porte hall secteur quai annexe
        grippe
    """),
)

ENGLISH = Usage(
    leading=_EVERYWHERE - _words("St")
    | _words("""
        Mr Mrs Ms Messrs Dr Drs Prof Sts Mt Ft Gen Col Lt Sgt Capt Cpl Maj Adm Rep Reps Sen Sens
        Gov Rev Hon Pres Supt Cmdr Fr Sr_Dr Thos Wm Chas Geo Jas Sec Atty Amb Brig Det
        e.g i.e eg ie cf viz esp
    """),
    numbered=_words("""
        no nos p pp vol vols ch chap fig figs sec sect art n op cl par para pt c v ver app
    """),
    closing=_words("etc no"),
    plain=_words("""
        vs St Inc Ltd Co co Corp Jr Sr Bros approx est dept ave blvd rd al ca
        Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
        a.m p.m Ph.D univ assn govt misc ed eds rev trans temp deg
        Ala Ariz Calif Colo Conn Fla Ga Ky Md Mich Minn Neb Nev Okla Tenn Va Vt Wis Wyo
    """),
    openings=_words("""
        the a an he she it its it' they we you i this that these those there here his her their our
        your my in on at by for from with without but and or so yet if when while since after
        before during despite although though because as once until both each every some many most
        several all no none not what who why how where which however meanwhile then thus also
        according under over between among other another one two three only even to such
    """),
    particles=frozenset({"a", "i"}),
    saying=_words("""
        said says asked asks cried cries shouted replied replies exclaimed answered added wondered
        whispered muttered demanded called
    """),
    lettered=_words("""
        site group building block plan vitamin hepatitis type category zone point class team grade
        level variant line phase option terminal gate hall unit section wing annex exhibit appendix
        influenza
    """),
)

SPANISH = Usage(
    leading=_EVERYWHERE
    | _words("""
        sra srta sras sres dra dña prof profa gral cnel pza gta ctra ayto hnos bto fco ing lic arq
        Mª Sr Sra Srta Sres Sras Dr Dra Dres D Dña Dn Ud Uds Vd Vds
        Cap Tte Sto Sta EE JJ Mons Fr Rvdo Excmo Excma Ilmo p._ej v._gr cf cfr Avda tel
    """),
    numbered=_words(
        "pág págs p pp núm núms n nº art arts cap caps vol vols fig figs t ed párr inc s"
    ),
    closing=_words("etc ss a._C d._C a.C d.C a._de_C a._n._e no"),
    plain=_words("""
        EE._UU EE.UU JJ._OO SS MM Av S._A S.A S.L Cía Ltda Inc Ltd Co Jr aprox máx mín dep dpto
        prov hab ej al col vs ene feb abr jun jul ago sept oct nov dic c
    """),
    openings=_words("""
        el la los las lo un una unos unas él ella ellos ellas yo tú usted ustedes nosotros este esta
        estos estas ese esa esos esas aquel aquella su sus mi mis tu tus nuestro está están había
        hay es era fue son en a al de del por
        para con sin sobre entre desde hasta según tras ante contra durante mientras cuando si
        como pero y e o u ni que aunque porque pues así también además sin luego entonces después
        antes hoy ayer ahora aquí allí no sí muchos algunos varios todos todas otro otra otros cada
        ya más se le les nos qué quién cómo dónde cuándo cuál esto eso
    """),
    particles=_words("la los las de del y"),
    saying=_words("dijo dice preguntó pregunta respondió exclamó gritó contestó añadió replicó"),
    lettered=_words("""
        sitio grupo edificio bloque plan vitamina hepatitis tipo categoría zona punto serie clase
        equipo nivel variante línea fase opción terminal puerta sector anexo gripe
    """),
)

GERMAN = Usage(
    leading=_EVERYWHERE
    | _words("""
        Hr Hrn Fr Frl Dr Prof Dipl Ing Hl St Sr Jun z._B z.B zB d._h d.h u._a u.a v._a v.a bzw vgl
        s._o s._u ca sog evtl ggf inkl exkl geb gest verh bes insb Mag Fa med mult kath ev
        Dipl.-Ing a._d a.d u o
    """),
    numbered=_words("Nr Nrn S Bd Bde Abs Art Kap Abb Tab Aufl Jg Ziff Rn Anm Ausg Gl Abt"),
    closing=_words("usw usf etc u._s._w"),
    plain=_words("""
        v._Chr n._Chr al Str Mio Mrd Tsd mind f ff Univ Jh Jhd Tel Hrsg hrsg Co Inc Ltd St
        Jan Feb Apr Jun Jul Aug Sep Sept Okt Nov Dez Std Min Sek max min resp i._d._R e._V u._U o._ä
        u._ä dt engl franz lat griech
    """),
    openings=_words("""
        der die das den dem des ein eine einen einem einer eines er sie es wir ihr ich du man dieser
        diese dieses diesen diesem jener jene sein seine seinen seiner ihre ihren ihrer unser in im
        an am auf aus bei beim mit nach von vom vor zu zum zur über unter durch für gegen ohne um
        während wegen trotz seit bis zwischen neben hinter aber und oder denn doch sondern wenn
        weil als ob dass da obwohl nachdem bevor auch so dann danach dort hier heute gestern nun
        noch schon nur sehr viele einige alle andere kein keine nicht was wer wie wo warum
        wann damals früher zuvor bisher seitdem später bereits insgesamt dabei damit daher deshalb
        jedoch außerdem zudem laut
    """),
    saying=_words("fragte fragt rief sagte sagt antwortete schrie meinte erwiderte"),
    endings=("str", "bhf"),
    months=_words("""
        januar jänner februar märz april mai juni juli august september oktober november dezember
        jan feb apr jun jul aug sep sept okt nov dez
    """),
    lettered=_words("""
        standort gruppe gebäude block plan vitamin hepatitis typ kategorie zone punkt serie klasse
        team stufe variante linie phase option terminal tor halle sektor anhang trakt influenza
    """),
)

ITALIAN = Usage(
    leading=_EVERYWHERE
    | _words("""
        Sig Sigg Sig.ra Sig.na Dott Dott.ssa Dr Prof Prof.ssa Ing Avv on Arch Geom Rag Mons Gen Col
        prof cav comm geom rag arch gen sig sigg sig.ra sig.na dott dott.ssa prof.ssa ing avv
        Cap Ten Mar Don Fra S SS es p._es ad_es cfr cf tel
    """),
    numbered=_words(
        "pag pagg p pp n nn art artt cap capp vol voll fig figg t ed sez par co v lett"
    ),
    closing=_words("ecc etc ss a.C d.C a._C d._C min"),
    plain=_words("""
        ca circa al S.p.A S.r.l Inc Ltd Co Jr sec secc soc coop
        feb mar apr mag giu lug ago set ott nov dic
        v.le prov dip max lat ingl franc sgg op_cit cit ibid
    """),
    openings=_words("""
        il lo la i gli le l' un uno una un' egli ella lui lei essi esse loro noi voi io tu questo
        questa questi queste quest' quello quella quelli quelle suo sua suoi sue mio mia nostro in
        nel nella nei nelle nell' nello negli a al alla ai alle all' allo agli di del della dei
        delle dell' dello degli da dal dalla dai dalle dall' con col per su sul sulla sui sulle
        sull' tra fra senza secondo dopo prima durante mentre quando se come ma e ed o che chi
        perché anche così poi allora oggi ieri ora qui non sì molti alcuni tutti tutte altri ogni
        più si ci vi è cosa dove quale contro verso fino
    """),
    particles=_words("di del della de lo la l' da"),
    saying=_words("disse dice chiese chiede rispose risponde esclamò gridò aggiunse domandò"),
    lettered=_words("""
        sito gruppo edificio palazzina blocco piano vitamina epatite tipo categoria zona punto serie
        classe squadra livello variante linea fase opzione terminal porta settore allegato influenza
    """),
)

PORTUGUESE = Usage(
    leading=_EVERYWHERE
    | _words("""
        sra srta prof profa profª eng arq gov pres sen dep ten cel gen ten.-cel exa pça
        Sr Sra Srs Sras Srta Dr Dra Drs D Dom Exmo Exma Ilmo Sto Sta Cap
        Pe Fr Mons p._ex cf tel R
    """),
    numbered=_words("pág págs p pp núm n nº art arts cap caps vol vols fig figs t ed inc séc par"),
    closing=_words("etc ss a.C d.C a._C d._C"),
    plain=_words("""
        EUA al Av S._A S.A Ltda Cia Inc Ltd Co Jr aprox máx mín dept ex vs jan fev mar abr mai
        jun
        jul ago set out nov dez hab c
    """),
    openings=_words("""
        o a os as um uma uns umas ele ela eles elas eu tu você vocês nós este esta estes estas esse
        essa esses essas aquele aquela isto isso seu sua seus suas meu minha nosso nossa em no na
        nos nas ao à aos às de do da dos das por pelo pela para com sem sobre entre desde até
        segundo após ante contra durante enquanto quando se como mas e ou nem que embora porque
        pois assim também além depois antes então hoje ontem agora aqui ali não sim muitos alguns
        vários todos todas outro outra outros cada já mais lhe quem onde qual
    """),
    particles=_words("de da do das dos a o e"),
    saying=_words("disse diz perguntou pergunta respondeu exclamou gritou acrescentou"),
    lettered=_words("""
        sítio grupo edifício prédio bloco plano vitamina hepatite tipo categoria zona ponto série
        classe equipa equipe nível variante linha fase opção terminal porta setor anexo gripe
    """),
)

RUSSIAN = Usage(
    leading=_EVERYWHERE
    | _words("""
        им ул пр просп пл пер д стр корп кв обл р-н пос дер с см ср напр т._е т._н т.е т.н проф акад
        доц канд г-н г-жа гр св ген полк лейт тел т._к т.к о сев юж зап вост прим
    """),
    numbered=_words("рис табл стр с гл разд т ст п пп вып изд № илл"),
    closing=_words("т._д т._п т.д т.п руб коп долл долл._США чел кг км мин ч сек др пр н._э н.э"),
    plain=_words("""
        г гг в вв зам нач ред тыс млн млрд ок янв февр апр авг сент окт нояб дек см
        англ нем фр лат греч рус
    """),
    openings=_words("""
        он она оно они мы вы я ты это этот эта эти тот та те его её их наш ваш мой свой в во на с со
        к ко по из от до за под над при о об для без через между перед после около среди против
        и а но или да если когда пока хотя потому поэтому так также тоже как что кто где куда
        почему который затем потом теперь сейчас сегодня вчера здесь там уже ещё еще только все
        всё вся весь многие некоторые каждый другой другие не нет однако кроме согласно именно
        тогда впрочем
    """),
    saying=_words("сказал сказала спросил спросила ответил ответила воскликнул закричал"),
    # Behind others stands a surname in the genitive: "дом А. Пушкина".
    lettered=_words("""
        корпус корпуса корпусе блок блока блоке витамин витамина гепатит гепатита гепатитом тип типа
        категория категории подъезд подъезда подъезде сектор сектора секторе литера литеры литер
    """),
)

ARABIC = Usage(
    leading=_EVERYWHERE | _words("د أ م أ.د السيد"),
    numbered=_words("ص ج ط ت ع رقم م"),
    closing=_words("إلخ الخ"),
    plain=_words("ق.م هـ ه ق"),
    openings=frozenset(),
    saying=_words("قال قالت سأل سألت أجاب أجابت صاح صاحت هتف تساءل أضاف أضافت رد ردت"),
)

GENERIC = Usage(
    leading=_EVERYWHERE | _words("cf e.g i.e"),
    numbered=_words("no nr p pp vol fig art"),
    closing=_words("etc"),
    plain=_words("vs Inc Ltd Co Corp Jr Sr ca"),
    openings=frozenset(),
)


@cache
def compounds(usage: Usage) -> dict[str, tuple[str, ...]]:
    """Return the first parts of the entries with a blank, each with what may follow its stop."""
    rests: dict[str, tuple[str, ...]] = {}
    for entry in usage.leading | usage.numbered | usage.closing | usage.plain:
        first, blank, rest = entry.partition(" ")
        if blank:
            first = first.removesuffix(".")
            rests[first] = (*rests.get(first, ()), f" {rest}")
    return rests


_BY_LANGUAGE = {
    "fr": FRENCH,
    "en": ENGLISH,
    "es": SPANISH,
    "de": GERMAN,
    "it": ITALIAN,
    "pt": PORTUGUESE,
    "ru": RUSSIAN,
    "ar": ARABIC,
}


def usage_of(language: str) -> Usage:
    """Return the tables of a language tag ("fr", "pt-BR"), the generic ones for an unknown one."""
    return _BY_LANGUAGE.get(language.replace("_", "-").split("-")[0].lower(), GENERIC)
