package testenv

// RemoveAbandoned and FolderPrefix are for the tests.
var RemoveAbandoned = removeAbandoned

const FolderPrefix = folderPrefix
