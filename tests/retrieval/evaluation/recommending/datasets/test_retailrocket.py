import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.recommending.datasets.retailrocket import read_retailrocket

EVENTS = """timestamp,visitorid,event,itemid,transactionid
1433221332117,257597,view,355908,
1433224214164,257597,view,248676,
1433224300000,257597,addtocart,248676,
1433224400000,111,transaction,355908,4000
"""
PROPERTIES = """timestamp,itemid,property,value
1432000000000,355908,categoryid,1338
1433000000000,355908,categoryid,209
1433000000000,355908,790,n277.200
1433000000000,355908,888,1116713 960601
1433000000000,999999,categoryid,209
"""
TREE = "categoryid,parentid\n209,293\n293,140\n140,\n1338,140\n"


def given(tmp_path, events=EVENTS):
    for name, text in (("events", events), ("item_properties_part1", PROPERTIES), ("category_tree", TREE)):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def test_clicks_become_ratings_as_the_shops_own_do(tmp_path):
    found = read_retailrocket(given(tmp_path))
    user = found.interactions.user_ids.index("257597")
    history = found.interactions.history(user)
    items = [found.interactions.item_ids[item] for item in history.items]
    assert dict(zip(items, history.ratings.tolist(), strict=True)) == {"355908": 3.0, "248676": 4.25}
    assert history.moments.tolist() == pytest.approx([1433221332.117, 1433224300.0])
    assert found.interactions.history(1).ratings.tolist() == [5.0]
    assert found.notes == ("4 events made 3 ratings",)


def test_item_has_its_latest_category_and_those_above(tmp_path):
    found = read_retailrocket(given(tmp_path))
    row = found.interactions.item_ids.index("355908")
    assert (found.facts.categories[row], found.facts.styles[row]) == ("209", "293 140")
    assert found.facts.price_bands.tolist() == [1, -1]


def test_circle_of_categories_ends(tmp_path):
    folder = given(tmp_path)
    (folder / "category_tree.csv").write_text("categoryid,parentid\n209,293\n293,209\n")
    assert read_retailrocket(folder).facts.styles[0] == "293 209"


def test_events_that_cannot_be_used_are_counted(tmp_path):
    bad = "1433224400000,5,sneeze,7,\n1433224400000,,view,7,\nsoon,5,view,7,\n99999999999999,5,view,7,\n1,5,view,7,\n"
    found = read_retailrocket(given(tmp_path, EVENTS + bad))
    assert len(found.interactions) == 3
    assert found.rejects == {
        "unknown type": 1,
        "missing user_id": 1,
        "unreadable time": 1,
        "time in the future": 1,
        "time before 2000": 1,
    }
    assert found.n_rows == 9


def test_events_alone_are_enough(tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS)
    assert read_retailrocket(tmp_path).facts.categories == ("", "")


def test_folder_without_events_is_refused(tmp_path):
    with pytest.raises(EvaluationError, match=r"no events\.csv"):
        read_retailrocket(tmp_path)
