package workflows

// Version lets tests call the helper that no code needs yet.
var Version = version
