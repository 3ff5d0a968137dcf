"""The `custom` payloads of answers, as contract.md defines them."""
