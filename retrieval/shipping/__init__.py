"""Getting a parcel to a door: services, working days, places, and when it is there."""

from retrieval.shipping.customs_words import CustomsWords
from retrieval.shipping.deadline import Deadlines
from retrieval.shipping.parcel_size import ParcelSize, parcel_size
from retrieval.shipping.places import Area, Place, Places, known_places
from retrieval.shipping.promise import Promise, promise
from retrieval.shipping.services import Service, services_to, usual_promise, usual_quote
from retrieval.shipping.working_days import is_working_day

__all__ = [
    "Area",
    "CustomsWords",
    "Deadlines",
    "ParcelSize",
    "Place",
    "Places",
    "Promise",
    "Service",
    "is_working_day",
    "known_places",
    "parcel_size",
    "promise",
    "services_to",
    "usual_promise",
    "usual_quote",
]
