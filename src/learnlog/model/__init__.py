"""The words of learnlog: frozen values that know nothing of disk, network or screen."""
