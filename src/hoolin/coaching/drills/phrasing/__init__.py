"""Other words for what a simulated customer says, where a site lets a language model put them: what it is asked, and what of its answer may be said.

The written line is the truth. The model gets written lines and what this customer said before; nothing that the player wrote, nothing that the customer has not told, and no part in what
is understood, in moods, marks and endings: these follow from the turns alone, before any model is asked.
"""
