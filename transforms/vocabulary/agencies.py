"""News agencies, and the forms in which outlets name the one whose report they print.

In:   nothing
Out:  AGENCIES: name -> the other forms that stand in bylines and datelines; WIRE_CREDITS: lines
      that one agency alone writes
Never: lists a form that stands for something else where it opens or closes a text.
Sources: the members of the World News Agencies Council and of the European Alliance of News
Agencies; the credit lines that Reuters' handbook of journalism prescribes.
"""

from __future__ import annotations

AGENCIES = {
    # worldwide
    "Reuters": ("Thomson Reuters",),
    "Associated Press": ("AP",),
    "AFP": ("Agence France-Presse", "Agence France Presse"),
    "Bloomberg": ("Bloomberg News",),
    "UPI": ("United Press International",),
    "dpa": ("Deutsche Presse-Agentur", "DPA"),
    "EFE": ("Agencia EFE",),
    # Asia and the Pacific
    "Yonhap": ("Yonhap News Agency", "Yonhap News"),
    "Newsis": (),
    "KCNA": ("Korean Central News Agency",),
    "Kyodo": ("Kyodo News",),
    "Jiji Press": ("Jiji",),
    "Xinhua": ("Xinhua News Agency",),
    "China News Service": ("Chinanews",),
    "Central News Agency": ("CNA",),
    "PTI": ("Press Trust of India",),
    "ANI": (),
    "IANS": (),
    "Bernama": (),
    "Antara": (),
    "Australian Associated Press": ("AAP",),
    # Europe
    "TASS": ("Tass",),
    "RIA Novosti": (),
    "Interfax": (),
    "Interfax-Ukraine": (),
    "Ukrinform": (),
    "UNIAN": (),
    "PA Media": ("Press Association",),
    "ANSA": (),
    "Belga": (),
    "PAP": ("Polish Press Agency",),
    # Middle East, Africa, the Americas
    "Anadolu": ("Anadolu Agency",),
    "IRNA": (),
    "ISNA": (),
    "Tasnim": ("Tasnim News Agency",),
    "SANA": (),
    "WAM": (),
    "Saudi Press Agency": ("SPA",),
    "Canadian Press": (),
}

# "(Reporting by A in Seoul; Editing by B)": no other agency closes its reports in this form.
WIRE_CREDITS = (
    ("Reuters", r"^\W*(?:additional )?reporting by [^\n]{3,250}; ?(?:writing|editing) by "),
)
# A credit for a picture names its agency, not that of the text.
OF_PICTURES = r"\b(?:photo|photograph|picture|image|video|graphic|file|handout|getty|screengrab)s?\b"
