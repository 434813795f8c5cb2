"""Words and their inflected forms, written for this measurement: whoever types the first is to find each of the others, and the reverse.

Chosen for being hard: Estonian gradation and short plurals, Russian fleeting vowels, cases, verbs in the forms that customers use, `ё`.
"""

from collections.abc import Iterator

ESTONIAN = """
lugu: loo lugusid lugudes loos
arve: arved arvete arvet arvele arvel
tellimus: tellimuse tellimust tellimused tellimuste tellimusega
kõne: kõned kõnede kõnet kõnesid
leping: lepingu lepingut lepingud lepingute lepinguga
pakk: paki pakki pakid pakke
kaart: kaardi kaarti kaardid kaarte kaardiga
raha: rahad rahaga rahata
konto: kontot kontod kontole kontolt
makse: maksed makset maksete maksega
parool: parooli paroolid parooliga
aadress: aadressi aadressid aadressile
telefon: telefoni telefonid telefonile
number: numbri numbrit numbrid numbril
viga: vea vigu vead veaga
tuba: toa tubade toas tube
rida: rea read ridade
käsi: käe kätt käed kätega
uus: uue uut uued uute
vesi: vee vett veega
pood: poe poodi poes poest
hind: hinna hinda hinnad hindade
päev: päeva päevad päeval päevi
nädal: nädala nädalat nädalad
aeg: aja aega ajad aegade
töö: tööd tööl tööle
auto: autot autod autoga
maja: majas majad majade
sõber: sõbra sõpra sõbrad sõprade
keel: keele keelt keeled
küsimus: küsimuse küsimust küsimused küsimusi
vastus: vastuse vastust vastused
kaebus: kaebuse kaebust kaebused
teenus: teenuse teenust teenused teenuste
võti: võtme võtit võtmed
laps: lapse last lapsed laste
maksma: maksin maksis maksab makstud
saatma: saadan saatis saadetud saadab
tegema: teen tegi tehtud teeb
lugema: loen lugesin loeb
andma: annan andis antud annab
ostma: ostsin ostis ostab ostetud
tühistama: tühistan tühistas tühistatud
helistama: helistan helistas helistasin
kirjutama: kirjutan kirjutas kirjutatud
ootama: ootan ootasin ootab
tulema: tulen tuli tuleb tulnud
parandama: parandatud parandas parandab
kandma: kantud kandis kannab
muutma: muudetud muutis muudab
lõpetama: lõpetatud lõpetas
küsima: küsitud küsis küsinud
"""

RUSSIAN = """
счёт: счета счету счетом счетов
заказ: заказа заказу заказом заказы заказов
договор: договора договору договором договоры
посылка: посылки посылку посылкой посылок
карта: карты карту картой карт
деньги: денег деньгам деньгами
звонок: звонка звонку звонком звонки
письмо: письма письму письмом писем
вопрос: вопроса вопросу вопросы вопросов
ответ: ответа ответом ответы ответов
пароль: пароля паролю паролем пароли
адрес: адреса адресу адресом
номер: номера номеру номером номеров
товар: товара товаров товары товаром
магазин: магазина магазине магазины
день: дня дню днём дней
неделя: недели неделю недель
ошибка: ошибки ошибку ошибок ошибкой
оплата: оплаты оплату оплатой
доставка: доставки доставку доставкой
возврат: возврата возврату возвратом
скидка: скидки скидку скидок
цена: цены цену цен ценой
человек: человека человеку человеком
ребёнок: ребенка ребёнку ребенком
окно: окна окну окон
отец: отца отцу отцом
город: города городе городов
время: времени временем
имя: имени именем имена
ёлка: елки ёлку елкой
новый: новая новое нового новые
синий: синего синяя синие
чужой: чужая чужого чужие
оплатить: оплатил оплатила оплатили оплачу
отменить: отменил отменила отменили отменю
получить: получил получила получили получу
отправить: отправил отправила отправили
вернуть: вернул вернула вернули верну
прийти: пришел пришла пришли придет
ждать: жду ждал ждали ждёт
найти: нашел нашла нашли найду
купить: купил купила куплю
написать: написал написала напишу
работать: работает работал работают
"""

DIFFERENT = """
et arve arvamus
et arve arvuti
et kaart kaar
et pakk pakkumine
et leping lepp
et tellimus telling
et kõne kõndima
et raha rahvas
et konto kontor
et hind hinnang
et pood poiss
et viga vigur
et maja majandus
et auto autor
et sõber sõda
et keel keeld
et vastus vastane
et laps lapik
et makse maks
et teenus teenija
et palk pall
et koht kohv
ru счёт счастье
ru заказ закат
ru договор разговор
ru карта картина
ru посылка посол
ru звонок звон
ru письмо писатель
ru вопрос опрос
ru ответ отвёртка
ru номер номинал
ru товар товарищ
ru магазин магистр
ru день деньги
ru ошибка ошейник
ru оплата плата
ru доставка ставка
ru цена ценность
ru город огород
ru отец отечество
ru время временный
ru купить копить
ru ждать жать
"""
"""Words of the same beginning or the same letters that are different words: neither may find the other."""


def pairs(table: str) -> Iterator[tuple[str, str]]:
    """(word, form) of each form, and the reverse."""
    for line in table.strip().splitlines():
        word, forms = line.split(": ")
        for form in forms.split():
            yield word, form
            yield form, word


def strangers() -> Iterator[tuple[str, str]]:
    """Pairs of different words, both ways."""
    for line in DIFFERENT.strip().splitlines():
        _, one, other = line.split()
        yield one, other
        yield other, one
