"""Words of a request that say nothing of what is wanted, few for each language: articles, pronouns, "I look for".

Written for this project: the commonest function words of each language, and what shoppers wrap a wish in. Negations
are not idle and are no part of any list.
"""

from functools import cache

from retrieval.lexical.folding import fold, plain_text

_WORDS = {
    "en": "a an the i i'm im you he she it we they me my mine your his her our their am is are was were be been do "
    "does did have has had will would can could should may might must to of in on at by for from with and or as this "
    "that these those some any there here what which who where when how please want need looking look search "
    "searching find buy get show give like something anything recommend help hello hi",
    "de": "der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mir mich dir dich uns "
    "euch mein meine meinen meinem meiner dein deine und oder aber als wie was wer wo ist sind war bin bist habe hat "
    "haben will würde möchte mochte hätte gern gerne suche suchen brauche brauchen kaufen zeig zeige zeigen gib "
    "bitte für mit von vom zu zum zur in im an am auf aus bei nach etwas gibt gibt's hallo danke",
    "fr": "le la les l un une des du de d je j tu il elle on nous vous ils elles me m te mon ma mes ton ta tes son "
    "sa ses notre votre leur et ou à au aux en dans sur par pour avec ce cet cette ces que qui quoi quel quelle est "
    "sont suis ai as a avez avons voudrais veux cherche chercher recherche besoin acheter montrez montre moi svp "
    "plaît s'il quelque chose bonjour merci y",
    "es": "el la los las un una unos unas de del al a en y o u e yo tú él ella usted nosotros me mi mis te tu tus su "
    "sus lo le les que qué cual cuál quien es son está están soy estoy hay he ha para por con se quiero quisiera "
    "busco buscar buscando necesito comprar muéstrame enséñame dame algo favor hola gracias",
    "it": "il lo la i gli le l un uno una di del dello della dei degli delle da dal dalla in nel nella su sul sulla "
    "a al alla ai alle con per tra fra e ed o che chi cosa quale è sono sei ho hai ha vorrei voglio cerco cercare "
    "cercando sto bisogno comprare mostrami fammi vedere dammi mi ti ci si mio mia tuo qualcosa favore ciao grazie",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas ao à aos às por pelo pela para pra com e ou "
    "que qual quem é são está estou sou tem tenho eu tu você ele ela nós me meu minha seu sua quero queria gostaria "
    "procuro procurando procurar preciso comprar mostre mostra mostrar algo favor olá oi obrigado",
    "nl": "de het een ik je jij u hij zij ze we wij mijn jouw uw en of maar als dat die dit deze wat wie waar is "
    "zijn was ben heb heeft hebben wil zou willen graag zoek zoeken op nodig kopen toon laat zien geef voor met van "
    "te in aan bij naar om iets alstublieft hallo dank er",
    "pl": "i a o w we z ze na do od dla po za przy u jest są być mam ma mieć ja ty on ona my mi mnie mój moja moje "
    "się to ten ta te tego tej co który która jaki jaka lub albo oraz że szukam szukać chcę chciałbym chciałabym "
    "potrzebuję kupić pokaż daj proszę coś jakieś jakiś jakąś cześć dzień dobry dziękuję",
    "ru": "и в во на с со к ко у о об от до из за по для при а или но что это этот эта эти как какой какая какие кто "
    "где я ты он она мы вы они мне меня мой моя мои ваш есть быть бы хочу хотел хотела хотелось ищу искать нужен "
    "нужна нужно нужны купить покажи покажите дай дайте пожалуйста нибудь что-нибудь здравствуйте привет спасибо",
    "tr": "bir bu şu o ve veya ya da de ile için ben sen biz siz bana benim var mı mi mu mü ne hangi gibi olan "
    "olarak arıyorum ariyorum istiyorum isterim lazım almak satın göster gösterir misin misiniz bul lütfen bakıyorum "
    "şey merhaba teşekkürler",
    "ar": "في من الى إلى على عن مع و او أو أن ان هذا هذه ذلك التي الذي ما هل أنا انا هو هي نحن لي لدي عندي كان يكون "
    "أريد اريد أبحث ابحث أحتاج احتاج بحاجة أرغب شراء أشتري اشتري أعطني أرني ارني فضلك شيء مرحبا شكرا ل ب",
    "hi": "का की के को में से पर और या यह वह ये वे है हैं था थी हूँ हूं हो मैं मुझे मेरा मेरे मेरी हम आप एक कोई कुछ "
    "क्या जो कि लिए वाला वाली वाले चाहिए चाहता चाहती ढूंढ ढूँढ खोज रहा रही खरीदना खरीदनी दिखाओ दिखाइए दिखाएं कृपया "
    "नमस्ते",
    "id": "yang di ke dari dan atau untuk dengan pada ini itu adalah ada saya aku kamu anda kami kita mau ingin cari "
    "mencari butuh beli membeli tolong tunjukkan lihat sebuah suatu apa mana sesuatu dong ya halo terima kasih",
    "sv": "en ett den det de jag du han hon vi ni mig min mitt mina din och eller men som är var har hade vill "
    "skulle gärna letar efter söker sök behöver köpa visa ge för till från med av på i om att något någon några vad "
    "vilken hej tack",
    "vi": "là và của cho với các những một cái chiếc tôi mình em anh chị bạn này kia đó có không được muốn cần tìm "
    "mua xem hãy giúp ở trong để thì mà gì nào xin vui lòng chào cảm ơn ạ",
    "th": "และ หรือ ที่ ซึ่ง ของ ใน จาก กับ ให้ เป็น คือ มี ได้ จะ ก็ ว่า นี้ นั้น ฉัน ผม ดิฉัน เรา อยาก อยากได้ ต้องการ "
    "กำลัง หา มองหา ซื้อ ขอ ดู แสดง ช่วย หน่อย ครับ ค่ะ คะ สำหรับ อัน บ้าง ไหม สวัสดี ขอบคุณ",
    "ja": "の は が を に へ と で も や か ね よ から まで より など て た だ な です ます でし まし い し さ れ "
    "ある いる あり する ない この その これ それ 私 僕 てい ください 下さい 欲しい ほしい 探し 探す 探 買い 買う "
    "たい 見せ 教え お願い 何 もの こと",
    "ko": "이 그 저 것 거 수 좀 제 나 저는 나는 내 및 또는 그리고 있는 있나요 있어요 있다 하는 찾고 찾아요 찾아 찾는 "
    "싶어요 싶습니다 싶은 사고 원해요 필요해요 필요한 보여 보여줘 보여주세요 주세요 추천 추천해 추천해줘 "
    "추천해주세요 해줘 해주세요 안녕하세요",
    "zh": "的 了 是 在 有 和 与 或 及 我 你 您 他 她 它 我们 这 那 这个 那个 一个 一 个 款 双 件 条 一双 一件 一条 "
    "一款 些 吗 呢 吧 啊 想 想要 要 需要 找 寻找 买 购买 请 给 给我 帮 帮我 看 看看 推荐 什么 哪 哪些 我想 可以 能 "
    "用 你好 谢谢",
}


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the folded stop words of a language (BCP 47); none where there is no list."""
    primary = language.split("-")[0]
    return frozenset(fold(plain_text(word, language)) for word in _WORDS.get(primary, "").split())
