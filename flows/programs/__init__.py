"""Small programs that other processes run under or write to; they are started, never imported."""
