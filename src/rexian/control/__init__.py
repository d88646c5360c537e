"""业务控制: the core. Contacts, calls, routing (ACD), menus (IVR), speech: pure decisions, and ports to the world."""
