"""Units of measure: words and symbols -> canonical name, dimension, factor to the dimension's base.

In:   nothing
Out:  UNITS; CURRENCIES, CURRENCY_SIGNS, CURRENCY_CODES; PER
Never: converts (transforms/units.py does), or knows a rate of exchange: each currency is a dimension
       of its own, and so is per cent.
Words are matched in any case, symbols as they are written ("MW" is no "mW").
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """`factor` times a value, plus `offset`, is the value in the base unit of the dimension."""

    name: str
    dimension: str
    factor: float
    words: str = ""  # separated by "|"
    symbols: str = ""  # separated by blanks
    offset: float = 0.0


UNITS = (
    # Mass: base kg. "Tons" in news are metric ones unless said otherwise.
    Unit("kg", "mass", 1, "kilogram|kilograms|kilogramme|kilogrammes|kilo|kilos|kgs", "kg Kg KG"),
    Unit("g", "mass", 1e-3, "gram|grams|gramme|grammes", "g"),
    Unit("mg", "mass", 1e-6, "milligram|milligrams", "mg"),
    Unit("t", "mass", 1e3, "ton|tons|tonne|tonnes|metric ton|metric tons|metric tonnes"),
    Unit("short_ton", "mass", 907.18474, "short ton|short tons|us tons"),
    Unit("long_ton", "mass", 1016.0469088, "long ton|long tons|imperial tons"),
    Unit("kt", "mass", 1e6, "kilotonne|kilotonnes|kilotons|kiloton"),
    Unit("lb", "mass", 0.45359237, "pound|pounds|lbs", "lb"),
    Unit("oz", "mass", 0.028349523125, "ounce|ounces", "oz"),
    Unit("carat", "mass", 2e-4, "carat|carats"),
    # Length: base metre. A bare "m" may be "million": transforms/numerals.py decides.
    Unit("km", "length", 1e3, "kilometre|kilometres|kilometer|kilometers|kms", "km Km KM"),
    Unit("m", "length", 1, "metre|metres|meter|meters", "m"),
    Unit("cm", "length", 1e-2, "centimetre|centimetres|centimeter|centimeters", "cm"),
    Unit("mm", "length", 1e-3, "millimetre|millimetres|millimeter|millimeters", "mm"),
    Unit(
        "um",
        "length",
        1e-6,
        "micrometre|micrometres|micrometer|micrometers|micron|microns",
        "μm µm",
    ),
    Unit("nm", "length", 1e-9, "nanometre|nanometres|nanometer|nanometers", "nm"),
    Unit("mile", "length", 1609.344, "mile|miles"),
    Unit("nautical_mile", "length", 1852, "nautical mile|nautical miles", "nmi"),
    Unit("yard", "length", 0.9144, "yard|yards", "yd yds"),
    Unit("foot", "length", 0.3048, "foot|feet", "ft ′"),
    Unit("inch", "length", 0.0254, "inch|inches", "″"),
    Unit(
        "light_year", "length", 9.4607304725808e15, "light year|light years|light-year|light-years"
    ),
    # Area: base square metre.
    Unit(
        "m2", "area", 1, "square metre|square metres|square meter|square meters|sq m", "m2 m² sqm"
    ),
    Unit(
        "km2",
        "area",
        1e6,
        "square kilometre|square kilometres|square kilometer|square kilometers|square km|sq km",
        "km2 km²",
    ),
    Unit("hectare", "area", 1e4, "hectare|hectares", "ha"),
    Unit("acre", "area", 4046.8564224, "acre|acres"),
    Unit("square_mile", "area", 2589988.110336, "square mile|square miles|sq miles"),
    Unit("square_foot", "area", 0.09290304, "square foot|square feet|sq ft|square-foot", "ft2 ft²"),
    # Volume: base litre. A barrel is one of oil; a gallon is the American one.
    Unit("l", "volume", 1, "litre|litres|liter|liters", "l L"),
    Unit("ml", "volume", 1e-3, "millilitre|millilitres|milliliter|milliliters", "ml mL"),
    Unit("m3", "volume", 1e3, "cubic metre|cubic metres|cubic meter|cubic meters", "m3 m³"),
    Unit(
        "cm3",
        "volume",
        1e-3,
        "cubic centimetre|cubic centimetres|cubic centimeter|cubic centimeters",
        "cc cm3 cm³",
    ),
    Unit("cubic_foot", "volume", 28.316846592, "cubic foot|cubic feet", "ft3"),
    Unit("gallon", "volume", 3.785411784, "gallon|gallons"),
    Unit("pint", "volume", 0.473176473, "pint|pints"),
    Unit("barrel", "volume", 158.987294928, "barrel|barrels|bbl"),
    # Time: base second. Months and years are the mean ones: a span in words is no calendar.
    Unit("ms", "time", 1e-3, "millisecond|milliseconds", "ms"),
    Unit("second", "time", 1, "second|seconds|sec|secs"),
    Unit("minute", "time", 60, "minute|minutes|min|mins"),
    Unit("hour", "time", 3600, "hour|hours|hr|hrs"),
    Unit("day", "time", 86400, "day|days"),
    Unit("week", "time", 604800, "week|weeks"),
    Unit("month", "time", 2629746, "month|months"),
    Unit("year", "time", 31556952, "year|years|yr|yrs"),
    Unit("decade", "time", 315569520, "decade|decades"),
    Unit("century", "time", 3155695200, "century|centuries"),
    # Speed: base metre per second.
    Unit(
        "km/h",
        "speed",
        1 / 3.6,
        "kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour|km per hour|km an hour|kph|kmph",
        "km/h",
    ),
    Unit("mph", "speed", 0.44704, "mile per hour|miles per hour|miles an hour|mph"),
    Unit(
        "m/s",
        "speed",
        1,
        "metres per second|meters per second|metres a second|meters a second",
        "m/s",
    ),
    Unit("knot", "speed", 1852 / 3600, "knot|knots", "kt kts"),
    # How far on how much fuel: a dimension by itself.
    Unit("mpg", "fuel economy", 1, "mile per gallon|miles per gallon|mpg"),
    # Power: base watt. Horsepower is the mechanical one.
    Unit("W", "power", 1, "watt|watts", "W"),
    Unit("kW", "power", 1e3, "kilowatt|kilowatts", "kW KW kw"),
    Unit("MW", "power", 1e6, "megawatt|megawatts", "MW"),
    Unit("GW", "power", 1e9, "gigawatt|gigawatts", "GW"),
    Unit("TW", "power", 1e12, "terawatt|terawatts", "TW"),
    Unit("hp", "power", 745.699872, "horsepower|bhp|hp"),
    # Energy: base joule. A kiloton of yield is written as mass; what it means is the reader's.
    Unit("J", "energy", 1, "joule|joules", "J"),
    Unit("kJ", "energy", 1e3, "kilojoule|kilojoules", "kJ"),
    Unit(
        "kWh",
        "energy",
        3.6e6,
        "kilowatt hour|kilowatt hours|kilowatt-hour|kilowatt-hours",
        "kWh kwh",
    ),
    Unit(
        "MWh", "energy", 3.6e9, "megawatt hour|megawatt hours|megawatt-hour|megawatt-hours", "MWh"
    ),
    Unit(
        "GWh", "energy", 3.6e12, "gigawatt hour|gigawatt hours|gigawatt-hour|gigawatt-hours", "GWh"
    ),
    Unit(
        "TWh", "energy", 3.6e15, "terawatt hour|terawatt hours|terawatt-hour|terawatt-hours", "TWh"
    ),
    Unit("calorie", "energy", 4.184, "calorie|calories|kcal"),
    # Torque, pressure.
    Unit("Nm", "torque", 1, "newton metre|newton metres|newton-metres|newton meters", "Nm"),
    Unit("lb-ft", "torque", 1.3558179483, "pound-feet|foot-pounds", "lb-ft lb.-ft."),
    Unit("Pa", "pressure", 1, "pascal|pascals", "Pa"),
    Unit("kPa", "pressure", 1e3, "kilopascal|kilopascals", "kPa"),
    Unit("MPa", "pressure", 1e6, "megapascal|megapascals", "MPa"),
    Unit("GPa", "pressure", 1e9, "gigapascal|gigapascals", "GPa"),
    Unit("psi", "pressure", 6894.757293, "psi|pounds per square inch"),
    Unit("ksi", "pressure", 6894757.293, "ksi"),
    # Electricity, frequency.
    Unit("V", "voltage", 1, "volt|volts", "V"),
    Unit("kV", "voltage", 1e3, "kilovolt|kilovolts", "kV"),
    Unit("A", "current", 1, "ampere|amperes|amp|amps", "A"),
    Unit("mAh", "charge", 3.6, "milliampere hours|milliamp hours", "mAh"),
    Unit("F", "capacitance", 1, "farad|farads", "F"),
    Unit("ohm", "resistance", 1, "ohm|ohms", "Ω"),
    Unit("Hz", "frequency", 1, "hertz", "Hz HZ hz"),
    Unit("kHz", "frequency", 1e3, "kilohertz|khz"),
    Unit("MHz", "frequency", 1e6, "megahertz|mhz"),
    Unit("GHz", "frequency", 1e9, "gigahertz|ghz"),
    Unit("rpm", "rotation", 1, "rpm|revolutions per minute"),
    # Information: base byte, decimal prefixes; rates apart.
    Unit("byte", "information", 1, "byte|bytes"),
    Unit("kB", "information", 1e3, "kilobyte|kilobytes", "kB KB"),
    Unit("MB", "information", 1e6, "megabyte|megabytes", "MB"),
    Unit("GB", "information", 1e9, "gigabyte|gigabytes", "GB"),
    Unit("TB", "information", 1e12, "terabyte|terabytes", "TB"),
    Unit("Mbps", "data rate", 1e6, "megabits per second|mbps"),
    Unit("Gbps", "data rate", 1e9, "gigabits per second|gbps"),
    Unit("megapixel", "pixels", 1e6, "megapixel|megapixels", "MP"),
    # Temperature: base kelvin; a bare "degree" may be one of an angle.
    Unit(
        "celsius",
        "temperature",
        1,
        "degrees celsius|degree celsius|celsius|degrees centigrade|degrees c",
        "°C C",
        273.15,
    ),
    Unit(
        "fahrenheit",
        "temperature",
        5 / 9,
        "degrees fahrenheit|degree fahrenheit|fahrenheit|degrees f",
        "°F",
        459.67 * 5 / 9,
    ),
    Unit("kelvin", "temperature", 1, "kelvin|kelvins"),
    Unit("degree", "degree", 1, "degree|degrees", "°"),
    # Shares: apart from everything, and from one another: a point of a per cent is no per cent.
    Unit("percent", "percent", 1, "percent|per cent|per-cent|pct|pc|percents", "%"),
    Unit(
        "percentage_point",
        "percentage point",
        1,
        "percentage point|percentage points|percent point|percent points",
    ),
    Unit("basis_point", "percentage point", 0.01, "basis point|basis points|bps"),
    # Doses and loudness, as they come up in news of radiation and noise.
    Unit("microsievert", "dose", 1e-6, "microsievert|microsieverts", "μSv µSv"),
    Unit("millisievert", "dose", 1e-3, "millisievert|millisieverts", "mSv"),
    Unit("decibel", "loudness", 1, "decibel|decibels", "dB"),
)

# (code, words, signs). Dollars without a land are the American ones, as is the wire's custom.
CURRENCIES = (
    ("usd", "dollar|dollars|us dollar|us dollars|u.s. dollars|american dollars", "$"),
    ("eur", "euro|euros", "€"),
    ("gbp", "pounds sterling|pound sterling|british pounds|quid", "£"),
    ("jpy", "yen|japanese yen", "¥"),
    ("cny", "yuan|renminbi|chinese yuan", ""),
    ("krw", "won|korean won|south korean won", "₩"),
    ("kpw", "north korean won", ""),
    ("rub", "ruble|rubles|rouble|roubles", "₽"),
    ("uah", "hryvnia|hryvnias|hryvnya", "₴"),
    ("inr", "rupee|rupees|indian rupees", "₹"),
    ("ils", "shekel|shekels", "₪"),
    ("chf", "franc|francs|swiss francs", ""),
    ("cad", "canadian dollars|canadian dollar", ""),
    ("aud", "australian dollars|australian dollar", ""),
    ("nzd", "new zealand dollars", ""),
    ("hkd", "hong kong dollars", ""),
    ("sgd", "singapore dollars", ""),
    ("twd", "taiwan dollars|new taiwan dollars", ""),
    ("sek", "kronor|swedish crowns", ""),
    ("nok", "kroner|norwegian crowns", ""),
    ("dkk", "danish crowns", ""),
    ("czk", "koruna|korunas", ""),
    ("pln", "zloty|zlotys", ""),
    ("huf", "forint|forints", ""),
    ("hrk", "kuna", ""),
    ("try", "lira|liras|turkish lira", "₺"),
    ("irr", "rial|rials", ""),
    ("sar", "riyal|riyals", ""),
    ("aed", "dirham|dirhams", ""),
    ("iqd", "dinar|dinars", ""),
    ("afn", "afghani|afghanis", ""),
    ("mxn", "peso|pesos", ""),
    ("brl", "reais", ""),
    ("zar", "rand", ""),
    ("thb", "baht", ""),
    ("vnd", "dong", "₫"),
    ("idr", "rupiah", ""),
    ("myr", "ringgit", ""),
    ("ngn", "naira", "₦"),
    ("kes", "shillings|kenyan shillings", ""),
    ("cent", "cent|cents", "¢"),
    ("penny", "pence|penny", ""),
    ("bitcoin", "bitcoin|bitcoins|btc", "₿"),
)
# Letters before or after a dollar sign that say whose it is; none of these, and it is American.
DOLLARS = {
    "us": "usd",
    "u.s.": "usd",
    "a": "aud",
    "au": "aud",
    "c": "cad",
    "ca": "cad",
    "cdn": "cad",
    "nz": "nzd",
    "hk": "hkd",
    "s": "sgd",
    "nt": "twd",
    "r": "brl",
}
# Codes that are no word of English in capitals ("TRY" and "ALL" are).
CURRENCY_CODES = frozenset(
    "usd eur gbp jpy cny krw rub uah inr ils chf cad aud nzd hkd sgd twd sek nok dkk czk pln huf zar thb".split()
) | {"rmb"}
