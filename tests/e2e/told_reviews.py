"""By what conversations are judged in browser tests: a scorecard as a site would write it, and two plans."""

from hoolin.catalogue.api import Words
from hoolin.experience.api import reviews

CARD = reviews.Scorecard(
    code="usual", name=Words(et="Tavaline vestlus", ru="Обычная беседа", en="Usual conversation"),
    lines=(
        reviews.Line(
            item="heard.named_back", weight=2,
            definition=Words(
                et="Vastaja ütleb kliendi mure oma sõnadega üle, enne kui lahendab.",
                ru="Сотрудник называет проблему клиента своими словами, прежде чем решать её.",
                en="The problem is said back in the agent's own words before it is solved.",
            ),
            passes=Words(
                et="„Nii et arvel on kõne, mida te ei teinud.“", ru="«То есть в счёте звонок, которого вы не делали».",
                en="“So your bill shows a call that you never made.”",
            ),
            fails=Words(et="„Selge. Üks hetk.“", ru="«Понятно. Минуту».", en="“I see. One moment.”"),
        ),
        reviews.Line(
            item="resolution.next_step", weight=3,
            definition=Words(
                et="Klient teab, mis juhtub edasi ja millal.", ru="Клиент знает, что будет дальше и когда.",
                en="The customer knows what happens next, and when.",
            ),
            passes=Words(
                et="„Raha tuleb tagasi reedeks.“", ru="«Деньги вернутся к пятнице».",
                en="“The money is back by Friday.”",
            ),
            fails=Words(et="„Vaatame.“", ru="«Посмотрим».", en="“We will see.”"),
        ),
        reviews.Line(
            item="compliance.law",
            definition=Words(
                et="Isikuandmeid ei öelda enne, kui on teada, kes küsib.",
                ru="Личные данные не называют, пока не ясно, кто спрашивает.",
                en="No personal data is told before it is known who asks.",
            ),
            passes=Words(
                et="Küsis enne isikukoodi lõppu.", ru="Сначала спросил конец личного кода.",
                en="Asked for the end of the personal code first.",
            ),
            fails=Words(
                et="Luges aadressi ette kellelegi, kes ütles vaid nime.",
                ru="Прочитал адрес тому, кто назвал только имя.",
                en="Read out the address to somebody who only gave a name.",
            ),
        ),
    ),
)  # fmt: skip

RULES = reviews.ReviewRules(
    scorecards=(CARD,),
    plans=(
        reviews.Plan(code="chats", scorecard="usual", per_mille=1_000, channels=("chat",), double=0),
        reviews.Plan(code="letters", scorecard="usual", per_mille=1_000, channels=("email",), double=100),
    ),
)
GOOD = {"heard.named_back": 0, "resolution.next_step": 1, "compliance.law": 1}
