"""IVR: menus as data. A flow is a versioned JSON document; `step` moves one caller through it, purely."""
