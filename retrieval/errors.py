"""The errors of the retrieval library.

::

    RetrievalError
    ├── CatalogError        a feed, a product or a merchant is not usable
    │   └── UnknownProduct  no product has this id
    ├── ArtifactError       a built file is missing, truncated, older or foreign
    ├── ClusterError        machines that train together cannot be reached, or fail
    ├── IndexServiceError   a server that holds an index does not answer
    ├── EncoderError        a sentence encoder cannot be loaded or used
    ├── PricingError        an amount, currency, country or rule is not usable
    ├── RestrictionError    a kind of goods or a restriction is not usable
    ├── SizingError         a size chart is not usable
    ├── StoreError          an event or shopper record is not usable
    ├── BackendError        carts or orders cannot be had or changed
    └── EvaluationError     something cannot be judged or drawn

Every message says what was wrong, the value found and what to do about it. None is meant for a shopper's eyes.
"""


class RetrievalError(Exception):
    """Anything that this library raises on purpose."""


class CatalogError(RetrievalError):
    """A feed, a product or a merchant is not usable."""


class UnknownProduct(CatalogError):
    """No product of the catalogue has the id asked for."""


class ArtifactError(RetrievalError):
    """A built file is missing, truncated, older than the code, or made for other inputs."""


class IndexServiceError(RetrievalError):
    """A server that holds an index cannot be reached or refuses; building the index again would not help."""


class ClusterError(RetrievalError):
    """Machines that train together cannot be reached, or fail."""


class EncoderError(RetrievalError):
    """A sentence encoder cannot be loaded, or was given what it cannot encode."""


class PricingError(RetrievalError):
    """An amount, currency, country or cross-border rule is not usable."""


class SizingError(RetrievalError):
    """A size chart is not usable."""


class RestrictionError(RetrievalError):
    """A kind of goods, or a restriction on sending it, is not usable."""


class StoreError(RetrievalError):
    """An event, consent or shopper record is not usable."""


class BackendError(RetrievalError):
    """The shop's carts or orders cannot be had or changed, or a cart or order is not usable."""


class EvaluationError(RetrievalError):
    """Something cannot be judged, measured or drawn."""
