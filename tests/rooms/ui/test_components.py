"""The component tags: the right words, safe with whatever people typed, and a fault at once for a wrong argument."""

import datetime as dt

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from landing.ui import charts, icons, states

BAD = '<img src=x onerror="alert(1)">'
TODAY = dt.date(2026, 11, 24)


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def draw_at(address: str, source: str, **context: object) -> str:
    return Template(source).render(RequestContext(RequestFactory().get(address), context))


@pytest.mark.parametrize(
    "source",
    [
        "{% badge bad %}",
        "{% button bad %}",
        "{% link_button bad bad extra=bad %}",
        "{% post_button bad '/x/' key=bad %}",
        "{% back_link '/x/' bad %}",
        "{% phone_link '06' bad %}",
        "{% said_only bad %}",
        "{% card bad %}{{ bad }}{% endcard %}",
        "{% note 'info' bad %}{{ bad }}{% endnote %}",
        "{% details bad %}{{ bad }}{% enddetails %}",
        "{% own_words who=bad when=bad lang=bad %}{{ bad }}{% endown_words %}",
        "{% timeline bad %}{% timeline_item bad when=bad who=bad %}{{ bad }}{% endtimeline_item %}{% endtimeline %}",
        "{% tasks bad %}{% task_row bad '/x/' meta=bad word=bad %}{% endtasks %}",
        "{% facts %}{% fact bad %}{{ bad }}{% endfact %}{% endfacts %}",
        "{% data_list rows %}{% identity bad rows %}",
        "{% stations stops bad %}",
        "{% tabs tabs bad %}",
        "{% table bad columns id=bad %}{% row %}{% headcell %}{{ bad }}{% endheadcell %}{% endrow %}{% endtable %}",
        "{% empty_state bad bad '/x/' bad %}",
        "{% progress 1 2 bad %}",
        "{% bar_chart bad chart bad bad bad %}",
        "{% figures figures %}{% scale_list scales %}",
    ],
)
def test_what_people_type_never_becomes_markup(source):
    html = draw(
        source,
        bad=BAD,
        rows=[(BAD, BAD)],
        stops=[{"title": BAD, "state": "here", "text": BAD}],
        tabs=[{"label": BAD, "url": BAD, "count": BAD}],
        columns=[{"label": BAD, "url": BAD}],
        chart=[(BAD, 3)],
        figures=[{"number": BAD, "label": BAD, "url": BAD}],
        scales=[{"label": BAD, "value": 1, "word": BAD, "before": 2, "before_word": BAD, "before_when": BAD}],
    )
    assert "&lt;img" in html
    assert "<img" not in html and 'onerror="' not in html


@pytest.mark.parametrize(
    "source",
    [
        "{% badge 'x' 'purple' %}", "{% due_state 'late' %}", "{% button 'x' 'huge' %}", "{% icon 'unicorn' %}",
        "{% note 'loud' %}x{% endnote %}", "{% card 'x' tone='loud' %}x{% endcard %}",
        "{% card 'x' level=1 %}x{% endcard %}",
        "{% stations stops %}", "{% link_button 'x' '/' style='color:red' %}", "{% button 'x' onclick='x()' %}",
    ],
)  # fmt: skip
def test_a_wrong_argument_is_an_error_at_once(source):
    with pytest.raises((ValueError, TypeError)):
        draw(source, stops=[{"title": "x", "state": "almost"}])


@pytest.mark.parametrize(
    "state", ["done", "set_aside", "overdue", "due_soon", "open", "waiting_for_fact", "not_before"]
)
def test_every_due_state_has_a_word_for_staff_and_for_clients(state):
    word = states.DUE_STATES[state]
    assert str(word.staff) in draw("{% due_state state %}", state=state)
    assert str(word.client) in draw("{% due_state state 'client' %}", state=state)


def test_done_is_quiet_and_only_late_is_red():
    assert [state for state, word in states.DUE_STATES.items() if word.tone == "neg"] == ["overdue"]
    assert states.DUE_STATES["done"].tone == "quiet"


def test_every_icon_of_the_sprite_can_be_drawn_and_is_silent():
    assert len(icons.drawings()) >= 20
    for name in icons.drawings():
        assert 'aria-hidden="true"' in icons.icon_svg(name)


def test_the_stations_say_in_words_where_you_are():
    stops = [{"title": "Voor", "state": "done"}, {"title": "Nu", "state": "here"}, {"title": "Na", "state": "next"}]
    html = draw("{% stations stops %}", stops=stops)
    assert html.count('aria-current="step"') == 1
    assert html.index("Klaar") < html.index("Je bent hier") < html.index("Komt nog")


def test_a_table_keeps_its_roles_and_labels_every_cell():
    html = draw(
        "{% table 'Lijst' 'Naam|Stap|Dagen' %}{% row %}{% headcell %}Samira{% endheadcell %}"
        "{% cell %}Nazorg{% endcell %}{% cell %}3{% endcell %}{% endrow %}"
        "{% row %}{% headcell %}Kees{% endheadcell %}{% cell %}x{% endcell %}{% endrow %}{% endtable %}"
    )
    assert html.count('role="row"') == 3 and html.count('role="columnheader"') == 3 and html.count('role="cell"') == 3
    assert '<span class="lbl" aria-hidden="true">Stap: </span>Nazorg' in html
    assert '<span class="lbl" aria-hidden="true">Dagen: </span>3' in html


def test_a_sorted_and_a_numeric_column_say_so():
    columns = [{"label": "Naam", "url": "?volgorde=naam", "sort": "ascending"}, {"label": "Dagen", "numeric": True}]
    html = draw(
        "{% table 'L' columns %}{% row %}{% cell %}a{% endcell %}{% cell %}3{% endcell %}{% endrow %}{% endtable %}",
        columns=columns,
    )
    assert 'aria-sort="ascending"><a href="?volgorde=naam">Naam</a>' in html
    assert html.count('class="num"') == 2


def test_a_cell_without_a_column_or_a_table_is_an_error():
    for source in (
        "{% table 'L' 'A' %}{% row %}{% cell %}1{% endcell %}{% cell %}2{% endcell %}{% endrow %}{% endtable %}",
        "{% row %}x{% endrow %}",
        "{% cell %}x{% endcell %}",
        "{% table 'L' %}{% endtable %}",
        "{% table 'L' 'A' colour='x' %}{% endtable %}",
    ):
        with pytest.raises(TemplateSyntaxError):
            draw(source)


def test_pages_keep_the_filters_and_drop_the_old_key():
    html = draw_at("/x/?fase=move&na=5", "{% pagination previous=4 next=9 %}")
    assert 'href="?fase=move&amp;voor=4"' in html and 'href="?fase=move&amp;na=9"' in html


def test_a_list_of_one_page_has_no_page_links():
    assert draw_at("/x/", "{% pagination %}").strip() == ""
    assert "Vorige" not in draw_at("/x/", "{% pagination next=0 %}")


def test_the_query_string_replaces_and_removes():
    assert draw_at("/x/?a=1&b=2&b=3", "{% query_string a=5 b=None %}") == "?a=5"
    assert draw_at("/x/?a=1", "{% query_string a=None %}") == "/x/"


def test_filters_can_be_cleared_only_when_there_are_any():
    source = "{% filter_bar 'Zoek' target='lijst' %}x{% endfilter_bar %}"
    assert "Filters wissen" not in draw_at("/x/?q=", source)
    html = draw_at("/x/?q=sam", source)
    assert 'href="/x/">Filters wissen' in html
    assert 'method="get" action="/x/"' in html and 'hx-get="/x/"' in html, "htmx repeats what the form does by itself"


def test_a_deed_of_one_press_is_a_form_with_a_token_and_its_fields():
    html = draw_at("/x/", "{% post_button 'Klaar' '/klaar/' due=7 nothing=None %}")
    assert 'method="post" action="/klaar/"' in html and "csrfmiddlewaretoken" in html
    assert '<input type="hidden" name="due" value="7">' in html and "nothing" not in html


def test_numbers_are_not_written_dutch_where_a_drawing_needs_them():
    rows = [(f"Plaats {number}", number * 100.5) for number in range(40)]
    html = draw("{% bar_chart 'Titel' rows 'Zin.' %}", rows=rows)
    sizes = [part.split('"')[0] for part in html.split('viewBox="')[1:]]
    assert sizes == ["0 0 720 1607", "0 0 320 2564"]
    assert "3.919,5" in html


def test_a_chart_says_it_in_words_and_as_a_table_and_hides_small_numbers():
    html = draw(
        "{% bar_chart 'Wachttijd' rows 'Veerdam wacht het langst.' 'dagen' %}",
        rows=[("Veerdam", 84), ("Zandhoek", None)],
    )
    assert html.index("Veerdam wacht het langst.") < html.index("<svg") < html.index("<table")
    assert "84 dagen" in html and "niet getoond" in html


def test_the_longest_bar_and_its_number_stay_inside_the_drawing():
    for drawing in charts.bar_drawings([("Een tamelijk lange gemeentenaam", 123456), ("Kort", 3)], "dagen"):
        for bar in drawing.bars:
            assert bar.value_x + charts.LETTER * len(bar.text) <= drawing.width


def test_impossible_charts_are_refused():
    with pytest.raises(ValueError):
        charts.bar_drawings([("x", -1)])
    with pytest.raises(ValueError):
        charts.scale_steps(6, 5)


def test_days_read_as_words_and_nothing_reads_as_nothing():
    assert draw(
        "{{ day|dutch_date }}, {{ day|short_date }}, {{ day|relative_days:today }}", day=TODAY, today=TODAY
    ) == ("dinsdag 24 november 2026, 24 nov 2026, vandaag")
    assert (
        draw(
            "{{ day|dutch_date }}{{ day|short_date }}{{ day|relative_days:today }}{{ day|dutch_time }}",
            day=None,
            today=TODAY,
        )
        == ""
    )
    assert draw("{{ at|dutch_time }}", at=dt.time(0, 0)) == "0.00 uur"


def test_an_empty_value_reads_as_not_filled_in():
    assert draw("{% facts %}{% fact 'E-mail' %} {% endfact %}{% endfacts %}").count("Niet ingevuld") == 1
    assert draw("{% data_list rows %}", rows=[("A", ""), ("B", None), ("C", 0)]).count("Niet ingevuld") == 2
