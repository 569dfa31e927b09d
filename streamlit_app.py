from mapapp.app import main

main()
