"""Countries as news prose names them: ISO code -> names, capitals, adjectives.

In:   nothing
Out:  COUNTRIES; ADJECTIVES and NAMES turn a word back into its code
Never: parties of a watch. A capital stands for its government ("Seoul said"), which is why it
       is listed beside the country. Only words that are not also common English ("Turkey" is
       kept, as it is written with a capital).
"""

from __future__ import annotations

# code: (names and capitals, adjectives and peoples)
COUNTRIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "kp": (
        ("North Korea", "DPRK", "Pyongyang", "the North", "N. Korea"),
        ("North Korean", "North Koreans", "DPRK"),
    ),
    "kr": (
        ("South Korea", "Seoul", "ROK", "the South", "Republic of Korea", "S. Korea"),
        ("South Korean", "South Koreans"),
    ),
    "us": (
        ("United States", "U.S.", "US", "Washington", "America", "USA"),
        ("American", "Americans", "U.S.", "US"),
    ),
    "ua": (("Ukraine", "Kyiv", "Kiev"), ("Ukrainian", "Ukrainians")),
    "ru": (("Russia", "Moscow", "Kremlin"), ("Russian", "Russians")),
    "cn": (("China", "Beijing"), ("Chinese",)),
    "jp": (("Japan", "Tokyo"), ("Japanese",)),
    "gb": (
        ("United Kingdom", "Britain", "UK", "U.K.", "London"),
        ("British", "Britons", "UK", "U.K."),
    ),
    "de": (("Germany", "Berlin"), ("German", "Germans")),
    "fr": (("France", "Paris"), ("French",)),
    "pl": (("Poland", "Warsaw"), ("Polish", "Poles")),
    "ir": (("Iran", "Tehran"), ("Iranian", "Iranians")),
    "il": (("Israel", "Jerusalem"), ("Israeli", "Israelis")),
    "in": (("India", "New Delhi"), ("Indian", "Indians")),
    "pk": (("Pakistan", "Islamabad"), ("Pakistani", "Pakistanis")),
    "tw": (("Taiwan", "Taipei"), ("Taiwanese",)),
    "tr": (("Turkey", "Türkiye", "Ankara"), ("Turkish", "Turks")),
    "sy": (("Syria", "Damascus"), ("Syrian", "Syrians")),
    "by": (("Belarus", "Minsk"), ("Belarusian", "Belarusians")),
    "lt": (("Lithuania", "Vilnius"), ("Lithuanian", "Lithuanians")),
    "ee": (("Estonia", "Tallinn"), ("Estonian", "Estonians")),
    "lv": (("Latvia", "Riga"), ("Latvian", "Latvians")),
    "au": (("Australia", "Canberra"), ("Australian", "Australians")),
    "ca": (("Canada", "Ottawa"), ("Canadian", "Canadians")),
    "it": (("Italy", "Rome"), ("Italian", "Italians")),
    "es": (("Spain", "Madrid"), ("Spanish", "Spaniards")),
    "ph": (("Philippines", "Manila"), ("Philippine", "Filipino", "Filipinos")),
    "vn": (("Vietnam", "Hanoi"), ("Vietnamese",)),
    "eg": (("Egypt", "Cairo"), ("Egyptian", "Egyptians")),
    "sa": (("Saudi Arabia", "Riyadh"), ("Saudi", "Saudis")),
    "iq": (("Iraq", "Baghdad"), ("Iraqi", "Iraqis")),
    "af": (("Afghanistan", "Kabul"), ("Afghan", "Afghans")),
    "lb": (("Lebanon", "Beirut"), ("Lebanese",)),
    "cd": (("Congo", "Kinshasa", "DRC"), ("Congolese",)),
    "rw": (("Rwanda", "Kigali"), ("Rwandan", "Rwandans")),
    "ug": (("Uganda", "Kampala"), ("Ugandan", "Ugandans")),
    "ng": (("Nigeria", "Abuja"), ("Nigerian", "Nigerians")),
    "et": (("Ethiopia", "Addis Ababa"), ("Ethiopian", "Ethiopians")),
    "sd": (("Sudan", "Khartoum"), ("Sudanese",)),
    "br": (("Brazil", "Brasilia"), ("Brazilian", "Brazilians")),
    "mx": (("Mexico", "Mexico City"), ("Mexican", "Mexicans")),
    "np": (("Nepal", "Kathmandu"), ("Nepali", "Nepalese")),
    "cu": (("Cuba", "Havana"), ("Cuban", "Cubans")),
    "mm": (("Myanmar", "Naypyidaw"), ("Burmese",)),
    "ye": (("Yemen", "Sanaa"), ("Yemeni", "Yemenis", "Houthi", "Houthis")),
}

# "The South" opens a sentence as "the South" stands within one.
NAMES = {
    form: code
    for code, (names, _) in COUNTRIES.items()
    for name in names
    for form in (name, name[0].upper() + name[1:])
}
ADJECTIVES = {word: code for code, (_, words) in COUNTRIES.items() for word in words}

# Groups of states that speak through officials without a name.
BLOCS = ("Western", "European", "Allied", "NATO", "Arab")

# The last word of a newspaper's or a broadcaster's name.
MEDIA_WORDS = ("News", "Times", "Post", "Journal", "Agency", "TV", "Radio", "Daily", "Herald", "Guardian", "Independent", "Tribune", "Telegraph", "Media", "Press")

# Bodies of a state that a watch may not list, for ids such as "fr.mfa". Longest first.
BODIES = (
    ("foreign ministry", "mfa"),
    ("foreign minister", "mfa"),
    ("defence ministry", "mod"),
    ("defense ministry", "mod"),
    ("defence minister", "mod"),
    ("defense minister", "mod"),
    ("ministry of defence", "mod"),
    ("ministry of defense", "mod"),
    ("health ministry", "health"),
    ("health minister", "health"),
    ("ministry of health", "health"),
    ("coast guard", "coastguard"),
    ("intelligence", "intelligence"),
    ("military", "military"),
    ("armed forces", "military"),
    ("army", "military"),
    ("navy", "military"),
    ("lawmaker", "lawmakers"),
    ("parliament", "lawmakers"),
    ("police", "police"),
    ("official", "officials"),
    ("source", "officials"),
    ("president", "government"),
    ("prime minister", "government"),
    ("ministry", "government"),
    ("government", "government"),
)
