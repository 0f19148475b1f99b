"""The SQL of rows.py: what is drawn becomes the columns of each type of event.

In:   the tables of cast.py, the draws of a piece (drawn_*), its texts and starts
Out:  SQL texts, to run in the order SAID, FETCHED, ASSERTED, ROWS
Never: runs them.
"""

from __future__ import annotations

from benchmarks.history import details
from benchmarks.history.canonical import (
    CONTENT,
    columns_json,
    list_json,
    object_json,
    value_json,
)
from benchmarks.history.cast import WATCHES
from benchmarks.history.draws import RUN
from warehouse.schema import COLUMNS

_RUN_ID = f"'run-' || lpad(((seq - {WATCHES}) // {RUN})::varchar, 7, '0')"

# Who says what, in which words: a row a claim, in the order of the texts.
SAID = """
create or replace temp table said as
with joined as (
    select
        drawn_claims.*,
        indicators.* exclude (indicator_no, title, unit),
        source,
        name as source_text,
        certainty,
        case when certainty <> 'certain' then replace(certainty, '_', ' ') end as hedge,
        case when is_dated then published_at::date - stated_lag::integer end as stated_on,
        case when valid_after >= 0 then published_at::date + valid_after::integer end as valid_from,
        indicators.title as thing,
        rung,
        place,
        case kind when 'level' then level end as level,
        case kind when 'quantity' then unit end as unit,
        case kind when 'quantity' then approximation end as approximation,
        case
            when approximation in ('about', 'range') then round(amount * 0.9)
            else amount
        end::bigint as low,
        case
            when approximation in ('about', 'range') then round(amount * 1.1)
            when approximation = 'exact' then amount
        end::bigint as high
    from drawn_claims
    inner join drawn_articles using (article_no)
    inner join indicators using (indicator_no)
    inner join parties using (party_no)
    inner join levels using (level_no)
    inner join certainties using (certainty_no)
    inner join approximations using (approximation_no)
    inner join places using (place_no)
)
select
    *,
    case source
        when 'outlet' then 'All signs are that '
        when 'unknown' then 'It was reported that '
        else source_text || ' said' || coalesce(strftime(stated_on, ' on %A'), '') || ' that '
    end
    || coalesce('it was ' || hedge || ' that ', '')
    || case kind
        when 'level' then thing || case when is_negated then ' was not ' else ' was ' end || rung
        else
            case approximation
                when 'exact' then format('{:,} ', amount)
                when 'range' then format('between {:,} and {:,} ', low, high)
                else replace(approximation, '_', ' ') || format(' {:,} ', amount)
            end
            || case when is_increment then 'more ' else '' end || unit || ' had been ' || verb
    end
    || ' near ' || place || '.' as evidence
from joined
order by claim_no
"""

_ARTICLE_DETAIL = object_json(
    {
        "text": value_json("text"),
        "author": value_json("author"),
        "feed_id": value_json("outlet"),
        "archive_file": value_json(f"strftime(fetched_at, '%Y-%m/') || {_RUN_ID} || '.warc.gz'"),
        "archive_offset": "archive_offset::varchar",
        "body_sha256": value_json("body_sha256"),
        "fingerprint": value_json("fingerprint"),
        "is_teaser": "'false'",
    }
)
FETCHED = f"""
create or replace temp table fetched as
with named as (
    select
        *,
        'outlet-' || lpad(outlet_no::varchar, 2, '0') as outlet,
        'https://www.' || outlet || '.example/news/' || url_no as url,
        sha256(url || chr(10) || text) as article_id
    from drawn_articles
    inner join texts using (article_no)
    inner join watches using (watch_no)
),
ids as (select article_no, article_id from named)
select
    named.*,
    first.article_id as cluster_id,
    revised.article_id as revises,
    {_ARTICLE_DETAIL} as detail
from named
inner join ids as first on named.first_no = first.article_no
left join ids as revised on named.revised_no = revised.article_no
"""

# What a claim's id is made of, in transforms/events.py.
_CLAIM_FIELDS = (
    "watch_id article_id cluster_id url outlet published_at indicator kind polarity certainty "
    "value value_low value_high approximation unit is_increment level hedge source source_text "
    "attribution cue stated_on valid_from valid_to evidence start_char end_char extractor"
).split()
_CLAIM_DETAIL = object_json(
    {
        "series": value_json("series"),
        "confidence": "confidence::varchar",
        "rules": list_json(
            [
                value_json("kind || ':' || coalesce(approximation, level)"),
                value_json("'voice:said'"),
            ]
        ),
    }
)
ASSERTED = f"""
create or replace temp table asserted as
with filled as (
    select
        said.*,
        indicator as series,
        fetched.article_id,
        fetched.cluster_id,
        fetched.url,
        fetched.outlet,
        fetched.published_at,
        case when is_negated and kind = 'level' then 'negated' else 'affirmed' end as polarity,
        case when kind = 'quantity' and approximation <> 'range' then amount::double end as value,
        case when kind = 'quantity' then low::double end as value_low,
        case when kind = 'quantity' then high::double end as value_high,
        case when source in ('outlet', 'unknown') then '' else source end as attribution,
        'said' as cue,
        null::date as valid_to,
        start_char,
        start_char + len(evidence) as end_char,
        'rules-7' as extractor
    from said
    inner join starts using (claim_no)
    inner join fetched using (article_no)
)
select
    *,
    sha256({columns_json({name: COLUMNS[name] for name in _CLAIM_FIELDS})}) as claim_id,
    {_CLAIM_DETAIL} as detail
from filled
"""
# What an event about a claim repeats of it, in transforms/events.py.
_WHEREABOUTS = "article_id, cluster_id, claim_id, indicator, series, kind, source"
_IDENTITY = object_json(
    {
        "event_type": value_json("event_type"),
        "identity": list_json([value_json("identity")]),
        "watch_id": value_json("watch_id"),
    }
)
_NULLS = ", ".join(f"null::{kind} as {name}" for name, kind in COLUMNS.items())
ROWS = f"""
with outcomes as (
    select *, case kind when 'level' then 'level_up' else 'value_change' end as transition
    from drawn_outcomes
    inner join asserted using (claim_no)
),
said as (
    select {_NULLS}, null::varchar as identity where false
    union all by name
    select
        'article_fetched' as event_type, article_id as identity, seq, watch_id, article_id,
        revises, cluster_id, url, outlet, title, 'en' as language, published_at,
        is_published_uncertain, fetched_at, detail
    from fetched
    union all by name
    select
        'claim_asserted' as event_type, seq, claim_id, series, confidence, detail,
        {", ".join(_CLAIM_FIELDS)}
    from asserted
    union all by name
    select
        'claim_withdrawn' as event_type, drawn_withdrawals.seq, watch_id, {_WHEREABOUTS},
        'revised: ' || url || ' has a newer text' as reason
    from drawn_withdrawals
    inner join asserted using (claim_no)
    union all by name
    select
        'claim_reviewed' as event_type, review_seq as seq, watch_id, {_WHEREABOUTS},
        'read again' as reason, {details.REVIEW} as detail
    from outcomes
    where review_seq >= 0
    union all by name
    select
        'state_changed' as event_type, state_seq as seq, watch_id, indicator, kind, level,
        value_low as value, value_low, value_high, transition as reason, {details.STATE} as detail
    from outcomes
    where state_seq >= 0
    union all by name
    select
        'alert_queued' as event_type, alert_id as identity, alert_seq as seq, watch_id, alert_id,
        'any-change' as rule_id, indicator, thing as title, transition as reason,
        {details.ALERT} as detail
    from (select *, sha256('any-change' || claim_id) as alert_id from outcomes)
    where alert_seq >= 0
    union all by name
    select
        'alert_delivered' as event_type, delivery_seq as seq, watch_id,
        sha256('any-change' || claim_id) as alert_id, 'desk' as target
    from outcomes
    where alert_seq >= 0
    union all by name
    select
        'run_finished' as event_type, {_RUN_ID} as identity, seq, watch_id,
        {details.LEDGER} as detail
    from drawn_runs
    inner join watches using (watch_no)
)
select
    {", ".join(name for name in COLUMNS if name not in ("event_id", "run_id", "recorded_at"))},
    {_RUN_ID} as run_id,
    'epoch'::timestamptz as recorded_at,
    sha256(case when identity is null then {columns_json(CONTENT)} else {_IDENTITY} end) as event_id
from said
order by seq
"""
