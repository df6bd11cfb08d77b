// A room that has headers only still makes a library.
