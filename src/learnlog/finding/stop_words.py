"""Words that name no topic, in English, Dutch, German, and a little French and Spanish."""

from typing import Final

_LIST: Final = """
    zero four five six seven eight nine ten eleven twelve twenty hundred thousand half third
    drie vijf zes zeven acht negen tien twaalf twintig honderd duizend half zag zit zitten
    a about above after again against all almost also although always am among an and another any anyone
    anything are around as ask asked at away back be became because been before began being below best
    better between both but by came can cannot come could day days did different do does doing done down
    during each early either else enough even ever every everybody everyone everything few find first
    for found from full further gave get gets getting give go goes going gone good got great had half
    has have having he hear heard help her here hers herself him himself his hour hours how however i if
    in instead into is it its itself just keep kept kind knew know known knows last late later least
    left less let like little long look looked lot made make makes making many may maybe me mean means
    might mine more most much must my myself name need needs never new next nice no nobody none nor not
    nothing now of off often old on once one ones only onto or other others our ours ourselves out over
    own part people per perhaps place please put quite rather read really right said same saw say says
    second see seem seen she should show since small so some somebody someone something sometimes soon
    still such take taken tell than thank thanks that the their theirs them themselves then there these
    they thing things think this those though thought three through time times to today together told
    tomorrow too took true try turn two under until up upon us use used using very want wants was way
    ways we week weeks well went were what when where whether which while who whole whom whose why will
    with within without word words work works would write wrote year years yes yesterday yet you your
    yours yourself don't doesn't didn't isn't wasn't aren't weren't won't can't couldn't wouldn't
    shouldn't haven't hasn't hadn't i'm i've i'd i'll you're you've you'll he's she's it's that's
    there's what's we're we've they're they've let's re ve ll aan achter al alle allemaal alles als
    altijd ander andere anders ben beter bij bijna binnen blijft daar daarna dag dagen dan dat de deze
    die dit doen doet door dus echt een eens eerst eerste eigen elk elke en er erg ergens ga gaan gaat
    geen gehad geweest gewoon haar hadden heb hebben heeft heel hem hen het hier hij hoe hun iedereen
    iemand iets ik ja je jij jou jouw jullie kan komen komt kon konden kunnen laat maar maken maakt mee
    meer meest men met mij mijn minder moest moet moeten na naar nee niemand niet niets nieuwe nog nooit
    nu om omdat onder ons onze ook op paar soms staat steeds te tegen terug toch toe toen tot tussen
    twee u uit uur vaak van vanaf veel vier vond voor vraag waar waarom wanneer waren wat weer weet wel
    welk welke werd werden wie wij wil wilde worden wordt zal ze zeer zegt zei zelf zich zien zij zijn
    zo zoals zonder zou aber auch auf aus bei bin bis da das dass dein dem den der des dies doch du
    durch ein eine einem einen einer es für hat hatte ich ihr im immer ist kann kein man mehr mein mich
    mir mit nach nicht noch nur oder schon sehr sein sich sie sind über um und uns unter vom von vor war
    weil wenn wir wird zu zum zur au aux avec ce ces cette dans elle est et il ils la le les leur mais
    ne nous ou par pas plus pour que qui sa se ses son sur un une vous como con del el esta los las más
    para pero por su una y
"""
STOP: Final = frozenset(_LIST.split())
"""The words, folded."""
