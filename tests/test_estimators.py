"""scikit-learn's own checks of the estimators that are ours."""

import numpy as np
import pytest
from sklearn.exceptions import SkipTestWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils import TransformerTags, get_tags
from sklearn.utils.estimator_checks import (
    check_estimator,
    parametrize_with_checks,
)
from sklearn.utils.validation import check_is_fitted, validate_data

from multipolaire.topics.reinert import Reinert
from multipolaire.vectorize import FrenchVectorizer


class WrittenRows(FrenchVectorizer):
    """The vectoriser on rows of numbers, each written as a text of a word a cell.

    scikit-learn's checks feed tables of numbers, and pass over an estimator of texts.
    So they see all that the vectoriser does but the border where texts come in.
    """

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = False, True
        tags.transformer_tags = TransformerTags(preserves_dtype=[])
        return tags

    def fit_transform(self, X, y=None):
        return super().fit_transform(self._written(X, reset=True))

    def transform(self, X):
        check_is_fitted(self)
        return super().transform(self._written(X, reset=False))

    def _written(self, X, reset):
        X = validate_data(self, X, reset=reset)
        return [
            " ".join(f"c{j}v{int(v)}" for j, v in enumerate(row)) for row in X
        ]


REASONS = {
    Reinert: {
        "check_clustering": "asks for the clusters of points in the plane, with "
        "negative coordinates and none that is zero: no table of texts by words"
    }
}


@parametrize_with_checks(
    [WrittenRows(), Reinert()],
    expected_failed_checks=lambda estimator: REASONS.get(type(estimator), {}),
)
def test_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


def test_the_vectorizer_declares_what_that_of_scikit_learn_does():
    ours, theirs = get_tags(FrenchVectorizer()), get_tags(CountVectorizer())
    assert ours.input_tags == theirs.input_tags
    assert ours.target_tags == theirs.target_tags
    with pytest.warns(
        SkipTestWarning, match="Can't test estimator FrenchVectorizer"
    ):
        check_estimator(FrenchVectorizer())


@pytest.mark.parametrize(
    "texts, message",
    [
        (["un", None], "text 1 is NoneType 'None': expected a str"),
        (["un", "deux", float("nan")], "text 2 is float 'nan': expected a str"),
        ([["un", "deux"]], "text 0 is list .*: expected a str"),
        (np.ones((2, 2)), "text 0 is ndarray .*: expected a str"),
        ([b"un"], "text 0 is bytes .*: expected a str"),
    ],
)
def test_what_is_no_text_is_named(texts, message):
    fitted = FrenchVectorizer().fit(["un"])
    for call in (FrenchVectorizer().fit, fitted.transform):
        with pytest.raises(ValueError, match=message) as refused:
            call(texts)
        assert "\n" not in str(refused.value)


def test_reinert_refuses_what_is_no_count():
    with pytest.raises(
        ValueError, match="Negative values in data passed to X in Rein"
    ):
        Reinert().fit(np.array([[1, 0], [0, -1]]))
