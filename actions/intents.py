"""Which action answers an intent, as bot/data/rules.yml has it: for what is asked in a message of several parts."""

ACTION_OF = {
    "search_product": "action_search",
    "refine_search": "action_refine",
    "show_more": "action_show_more",
    "select_product": "action_select",
    "compare_products": "action_compare",
    "similar_products": "action_similar",
    "recommend_for_me": "action_recommend",
    "gift_advice": "action_gift",
    "bundle_advice": "action_bundle",
    "explain_recommendation": "action_explain",
    "ask_offer": "action_offer",
    "ask_landed_cost": "action_landed_cost",
    "ask_shipping": "action_shipping",
    "set_currency": "action_set_currency",
    "set_destination": "action_set_destination",
    "set_language": "action_set_language",
    "go_back": "action_go_back",
    "start_over": "action_start_over",
    "talk_to_human": "action_talk_to_human",
}
