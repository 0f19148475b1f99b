"""Three small watches that have nothing in common, built from records.

`soldiers` follows troops, their losses and a test; `ships` follows vessels and an exercise around
an island; `outbreak` counts the sick and the dead of a disease. What holds for all three is not
wired to one.
"""

from transforms.records import Indicator, Party, Subject, Watch

GENERAL = ("none", "planned", "preparing", "imminent", "done")
_SOLDIERS = ("soldier", "soldiers", "troop", "troops", "man", "men", "North Koreans")
_MOVING = ("send", "deploy", "dispatch", "station", "arrive", "move", "ship")


def _quantity(indicator_id: str, unit: str, subject: str, **words: object) -> Indicator:
    fields = {"title": indicator_id, "unit": unit, **words}
    return Indicator(id=indicator_id, kind="quantity", subject=subject, **fields)


def _ladder(
    indicator_id: str, subject: str, rungs: tuple[str, ...], stages: tuple[str, ...], **words: object
) -> Indicator:
    fields = {"title": indicator_id, "ladder": rungs, "stages": stages, **words}
    return Indicator(id=indicator_id, kind="level", subject=subject, **fields)


def soldiers() -> Watch:
    where = {"places": ("Russia", "Kursk", "Vladivostok")}
    moved = {"counts": _SOLDIERS, "verbs": _MOVING, **where}
    north = "north-korea"
    return Watch(
        id="soldiers",
        title="Soldiers abroad and a test",
        subjects=(
            Subject(
                north,
                names=("North Korea", "Pyongyang", "the North"),
                adjectives=("North Korean",),
                members=("North Koreans",),
            ),
        ),
        indicators=(
            _quantity("deployed", "soldiers", north, stage="done", **moved),
            _quantity("to-come", "soldiers", north, stage="planned", **moved),
            _quantity("killed", "soldiers", north, counts=_SOLDIERS, verbs=("kill", "die", "lose"), nouns=("death", "fatality", "dead", "toll")),
            _quantity("wounded", "soldiers", north, counts=_SOLDIERS, verbs=("wound", "injure"), nouns=("wounded", "injury")),
            _quantity("casualties", "soldiers", north, counts=_SOLDIERS, nouns=("casualty",), parts=("killed", "wounded")),
            _quantity("captured", "soldiers", north, counts=_SOLDIERS, verbs=("capture",), nouns=("prisoner",)),
            _ladder("sending", north, ("none", "planned", "preparing", "underway", "deployed"), ("none", "planned", "preparing", "underway", "done"), objects=("soldiers", "troops"), acts=("send", "deploy", "dispatch", "deployment"), signs=(("deployed", ("fighting alongside", "entered combat")),), **where),
            _ladder("satellite", north, (*GENERAL[:4], "launched"), GENERAL, objects=("spy satellite", "satellite"), acts=("launch", "orbit", "put")),
            _ladder("test", north, (*GENERAL[:4], "tested"), GENERAL, objects=("nuclear test", "nuclear device"), acts=("test", "conduct", "detonate")),
        ),
        parties=(
            Party("kr.jcs", ("Joint Chiefs of Staff", "JCS"), ("military",), "kr"),
            Party("kr.nis", ("National Intelligence Service", "NIS"), ("spy agency", "intelligence agency", "intelligence"), "kr"),
            Party("kr.mnd", ("Ministry of National Defense",), ("defense ministry", "defense minister"), "kr"),
            Party("kr.lawmakers", (), ("lawmaker", "lawmakers"), "kr"),
            Party("kr.officials", (), ("official", "officials", "sources"), "kr"),
            Party("us.whitehouse", ("White House",), (), "us"),
            Party("us.pentagon", ("Pentagon",), ("defense secretary",), "us"),
            Party("us.officials", (), ("official", "officials", "sources"), "us"),
            Party("ua.government", ("Ukraine", "Kyiv", "Zelensky"), ("president",), "ua"),
            Party("ua.officials", (), ("official", "officials"), "ua"),
            Party("western.officials", ("Western officials",), (), None, "officials"),
            Party("kp.government", ("North Korea", "Pyongyang"), ("government",), "kp"),
            Party("ru.government", ("Moscow", "Kremlin"), ("government",), "ru"),
            Party("yonhap", ("Yonhap", "Yonhap News Agency"), (), None, "media"),
        ),
        feeds=(),
        rules=(),
    )


def ships() -> Watch:
    china = "china"
    vessels = ("ship", "ships", "vessel", "vessels", "warship", "warships")
    return Watch(
        id="ships",
        title="Ships around an island",
        subjects=(Subject(china, ("China", "Beijing"), ("Chinese",)),),
        indicators=(
            _quantity("ships-present", "ships", china, counts=vessels, verbs=("operate", "sail", "spot", "enter", "deploy"), places=("Taiwan", "strait"), stage="done"),
            _quantity("aircraft-crossed", "aircraft", china, counts=("aircraft", "plane", "planes", "jet", "jets"), verbs=("cross", "enter", "fly")),
            _ladder("exercise", china, ("none", "announced", "assembling", "begun"), ("none", "planned", "preparing", "done"), objects=("live-fire exercise", "exercise", "drills"), acts=("exercise", "drill", "hold", "begin", "start", "launch", "conduct")),
        ),
        parties=(
            Party("tw.mnd", ("Ministry of National Defense", "MND"), ("defense ministry",), "tw"),
            Party("cn.government", ("China", "Beijing"), ("government",), "cn"),
        ),
        feeds=(),
        rules=(),
    )


def outbreak() -> Watch:
    disease = "cholera"
    people = ("person", "people", "patient", "patients", "child", "children")
    return Watch(
        id="outbreak",
        title="A disease",
        subjects=(Subject(disease, ("cholera", "Cholera")),),
        indicators=(
            _quantity("cases", "cases", disease, counts=("case", "cases", "infection", "infections"), nouns=("case", "infection")),
            _quantity("deaths", "deaths", disease, counts=people, verbs=("die", "kill"), nouns=("death", "fatality")),
            _ladder("vaccination", disease, ("none", "planned", "preparing", "begun"), ("none", "planned", "preparing", "done"), objects=("vaccination campaign", "vaccination", "vaccines"), acts=("start", "begin", "launch", "deliver")),
        ),
        parties=(
            Party("who", ("World Health Organization", "WHO"), (), None, "igo"),
            Party("ao.health", (), ("health ministry",), "ao"),
        ),
        feeds=(),
        rules=(),
    )
