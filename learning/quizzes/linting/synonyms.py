"""Words that mean the same in ordinary use: one group a line, separated by commas."""

GROUPS = """
big, large, great, huge
small, little, tiny
quick, fast, rapid, swift
quickly, fast, rapidly, swiftly
slow, unhurried
slowly, gradually, little by little, bit by bit, step by step
begin, start, commence
end, finish, conclude
stop, cease, halt, quit
buy, purchase
help, assist, aid
assistance, help, aid, support
use, employ, utilise
usage, use
need, require
needed, required, necessary
show, demonstrate, display
get, obtain, acquire
give, provide, supply
raise, increase, boost, heighten
rise, increase, growth
lower, reduce, decrease, cut, lessen
drop, fall, decline, decrease, reduction
faster, quicker
bigger, larger
slower, less quickly
keep, retain
choose, select, pick
choice, selection
mend, repair, fix
broken, damaged
error, mistake, fault
illness, disease, sickness
ill, sick, unwell
doctor, physician, medical practitioner
nurse, nursing professional
drug, medicine, medication, pharmaceutical
tablet, pill
prescriber, prescribing clinician
therapy, treatment
patient, person being treated
pain, ache
tired, fatigued, weary, exhausted
tiredness, fatigue, exhaustion, weariness
sleepiness, drowsiness, somnolence
sleeplessness, insomnia
nausea, feeling sick, queasiness
fever, high temperature, raised temperature, pyrexia
heart attack, myocardial infarction
high blood pressure, hypertension
low blood pressure, hypotension
low mood, depressed mood
anxiety, anxiousness
stomach, belly, tummy
child, kid
children, kids
baby, infant
adult, grown up
old, elderly, aged
car, automobile
bike, bicycle
lorry, truck
plane, aeroplane, airplane, aircraft
ship, vessel
road, street
house, home, dwelling
shop, store
job, occupation, work
worker, employee, labourer
boss, manager, employer, supervisor
money, cash, funds
price, cost
cheap, inexpensive, low-cost
expensive, costly, dear
rich, wealthy
poor, needy
pay, wage, salary
firm, company, business, enterprise
meeting, assembly
law, statute
lawyer, attorney, solicitor
crime, offence, offense
thief, robber, burglar
fire, blaze
water, H2O
salt, sodium chloride, table salt
baking soda, sodium bicarbonate, bicarbonate of soda
vinegar, acetic acid
bleach, sodium hypochlorite
carbon dioxide, CO2
oxygen, O2
nitrogen, N2
vitamin C, ascorbic acid
adrenaline, epinephrine
noradrenaline, norepinephrine
serotonin, 5-HT, 5-hydroxytryptamine
paracetamol, acetaminophen
aspirin, acetylsalicylic acid
glucose, dextrose, blood sugar
sugar, sucrose
dirt, soil, earth
mud, wet soil
garbage, rubbish, trash, refuse, waste
autumn, fall
fall, drop
dusk, sunset, nightfall
dawn, sunrise, daybreak
noon, midday
midnight, twelve at night
daily, every day, once a day
weekly, every week, once a week
monthly, every month, once a month
yearly, annually, every year, once a year
twice, two times
half, fifty percent, 50%, 50 percent
quarter, 25%, 25 percent
double, twofold
once, one time
insect, bug
bee keeper, apiarist, beekeeper
earthworm, worm
plant, flora
animal, fauna, creature
tree trunk, stem
leaf, foliage
seed, kernel
bacteria, bacterium, germs
microbe, microorganism, micro-organism
wood, timber, lumber
stone, rock
glass, pane
cloth, fabric, textile
coat, jacket
shoe, footwear
dish, plate
pan, pot, saucepan
fridge, refrigerator
freezer, deep freezer
tap, faucet
torch, flashlight
phone, telephone
mobile, cell phone, mobile phone, smartphone
computer, PC
password, passcode
e-mail, email, electronic mail
website, web site
internet, web, net
software, computer program, application, app
hacker, attacker, intruder
malware, malicious software
two-factor authentication, two-step verification, 2FA
backup, back-up, copy
file, document
picture, image
photo, photograph
film, movie
book, volume
story, tale
teacher, instructor, tutor
pupil, student, learner, schoolchild
test, exam, examination
answer, reply, response
question, query
idea, notion, concept
aim, goal, objective, purpose
cause, reason
result, outcome, consequence
effect, impact, influence
way, method, manner
rule, regulation
danger, hazard, peril
dangerous, hazardous, unsafe, perilous
safe, secure
harmful, damaging, injurious
helpful, useful, beneficial
important, significant, essential, crucial, vital
difficult, hard, tough
easy, simple, straightforward
strong, powerful
weak, feeble
hot, very warm
cold, chilly
wet, moist, damp
dry, arid
moisture, dampness, humidity
clean, spotless
dirty, filthy, unclean, soiled
empty, vacant
full, filled
quiet, silent
quietly, silently
loud, noisy
happy, glad, joyful
sad, unhappy
angry, cross, furious
afraid, scared, frightened
calm, relaxed
brave, courageous
clever, smart, intelligent
stupid, foolish
rare, uncommon, scarce, infrequent
rarely, seldom, infrequently
common, frequent, widespread
often, frequently
usual, normal, ordinary
strange, odd, weird
new, novel
right, correct
wrong, incorrect
true, correct
whole, entire, complete
wholly, entirely, completely, totally, fully
nearly, almost
about, approximately, roughly, around
enough, sufficient, adequate
extra, additional
main, chief, principal, primary
first, initial
last, final
before, prior to
after, following
immediately, at once, straight away, instantly, right away
later, afterwards
together, jointly
alone, by oneself
everywhere, in all places
height, altitude, elevation
width, breadth
depth, deepness
weight, mass
speed, velocity
rainfall, precipitation
rain, precipitation
storm, tempest
wind, breeze
sunlight, sunshine, light of the sun
shade, shadow
heat, warmth
energy, power
tool, implement
machine, device, appliance
engine, motor
box, container
jar, pot
rope, cord
thin, slim, slender
thick, fat
wide, broad
edge, border, rim
middle, centre, center
bottom, base
top, summit
front, fore
gap, opening, space
hole, opening
join, connect, link, attach
separate, divide, split
mix, blend, stir together, combine
grow, develop
colour, dye
feed, nourish
eat, consume
food, nourishment
drink, beverage
meal, repast
cook, prepare
boil, heat to boiling
throw away, discard, dispose of, get rid of
remove, take away, take out, eliminate
clean, wash
cleaning, washing
wash hands, clean hands, hand washing
disinfect, sanitise, sterilise
protect, guard, shield
watch, observe
look at, view
see, notice
hear, perceive sound
speak, talk
say, state
tell, inform
ask, enquire, inquire
warn, alert, caution
allow, permit, let
permission, consent, approval
forbid, prohibit, ban
try, attempt
happen, occur, take place
change, alter, modify
improve, better, enhance
worsen, deteriorate, get worse
worsening, deterioration
save, store
gather, collect
spread, distribute
carry, transport
move, shift
send, dispatch
receive, get
return, come back
leave, depart
arrive, come
live, dwell, reside
die, pass away, perish
death, decease
birth, being born
border, frontier
country, nation
town, city
village, hamlet
king, monarch
war, armed conflict
peace, absence of war
argue, quarrel, dispute
agree, concur
lie, untruth, falsehood
truth, fact
hidden, concealed
visible, able to be seen
transparent, see-through, clear
yearly, per annum
lawful, legal
unlawful, illegal
optional, voluntary, not required
mandatory, compulsory, obligatory, required
at least, no fewer than, no less than
at most, no more than, up to
above, over
below, under, beneath
less than, fewer than
more than, over
"""
