"""What close ones can do with a one-time link around the person's own people, card and plan: ``plan`` does it, ``login`` opens it."""

from __future__ import annotations

from landing.login.purpose_actions import Purpose, register
from landing.plan import close_actions as plan
from landing.plan import close_forms as forms
from landing.plan.close_reads import SHARED
from landing.ui.languages import said as _

register(
    "my_people",
    Purpose(
        title=_("Een naaste zet zichzelf bij de mensen van de persoon"),
        own=_("Iemand die zichzelf bij mijn mensen zet"),
        question=_("Wil je bij de mensen van {name} staan?"),
        told=_(
            "{name} schrijft op wie belangrijk is. Je vult in wie je bent. Meer zie je niet van {name}. "
            "Je krijgt geen account."
        ),
        thanks=_("Dank je wel. Je staat nu bij de mensen van {name}."),
        button=_("Zet mij erbij"),
        form=forms.AddMyselfForm,
        do=plan.add_self,
    ),
)
register(
    "crisis_card",
    Purpose(
        title=_("Een naaste denkt mee over de noodkaart"),
        own=_("Iemand die meedenkt over mijn noodkaart"),
        question=_("Denk je mee over de noodkaart van {name}?"),
        told=_(
            "Op een noodkaart staat wat helpt als het slecht gaat. Wat jij schrijft, is een voorstel. {name} leest het en "
            "kiest of het op de kaart komt. Je ziet de kaart zelf niet."
        ),
        thanks=_("Dank je wel. {name} leest je voorstel."),
        button=_("Verstuur mijn voorstel"),
        form=forms.CardOfferForm,
        do=plan.offer_for_card,
        client_only=True,
    ),
)
register(
    "read_shared",
    Purpose(
        title=_("Een naaste leest wat de persoon laat lezen"),
        own=_("Iemand die mag lezen wat ik kies"),
        question=_("Wil je lezen wat {name} met je deelt?"),
        told=_("{name} koos wat je mag lezen. Je leest het één keer. {name} ziet dat het gelezen is."),
        thanks=_("Dit deelt {name} met jou"),
        button=_("Lees het nu"),
        form=forms.ReadForm,
        do=plan.read_shared,
        parts=tuple(SHARED.items()),
        client_only=True,
    ),
)
