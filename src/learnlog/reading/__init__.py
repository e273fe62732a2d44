"""Reading: whom I follow, how their words arrive, and what I do with them.

- *Asking*: `http` is what the rest calls; below it `turns`, `budget`, `wire`, `exchange`, `byte_stream`, `guard`,
  `inflate`, `web_address`, `answers`; `troubles` says what went wrong. What bytes mean is for `sources`.
- *Arriving*: `fetching` asks whom `schedule` names, `taking_in` stores; `relocating`, `full_text` (over `extracting`),
  `ruler` (over `rules`), `stories` and `suggesting` come after it; `tidying` lets old posts go.
- *Reading*: `river`, `views`, `threads`; `keeping` and `filing` put posts into the vault.
- *People*: `people`, `following`, `meeting`, `proving`, `joining`; many at once by `opml` and `importing_follows`; and
  `searching` the networks, with `closer`, `linked` and `storing` behind it.
"""
