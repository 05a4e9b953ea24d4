// Stub, replaced by the first commit of this module.
