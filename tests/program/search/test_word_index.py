from bot.program.search.word_index import WordIndex


def an_index(*held):
    index = WordIndex()
    for kind, number, weight, words in held:
        index.add(kind, number, weight, words)
    index.seal()
    return index


def test_thing_gets_its_best_fit_times_weight():
    index = an_index(("talk", 1, 1.0, {"real"}), ("talk", 1, 0.5, {"time"}))

    held = index.holding([("time", 1.0), ("real", 0.75)], {"talk"})

    assert held == {1: 0.75}


def test_only_the_kinds_asked_for_are_held():
    index = an_index(("talk", 1, 1.0, {"real"}), ("speaker", 2, 1.0, {"real"}))

    assert index.holding([("real", 1.0)], {"speaker"}) == {2: 1.0}


def test_word_is_written_only_where_it_stands_just_so():
    index = an_index(("talk", 1, 1.0, {"realtime"}))

    assert index.is_written("realtime", {"talk"})
    assert not index.is_written("real", {"talk"})
    assert not index.is_written("realtime", {"speaker"})


def test_vocabulary_has_the_words_of_every_kind():
    index = an_index(("talk", 1, 1.0, {"real"}), ("speaker", 2, 0.5, {"reality"}))

    assert index.vocabulary.beginning_with("real") == ["real", "reality"]
