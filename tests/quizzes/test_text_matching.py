"""Typed answers: a slip of the pen is forgiven, another meaning never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes.text_matching import rivals, says

# The expected text, then one that means something else.
OTHER_MEANINGS = """
effective | ineffective
ineffective | effective
increasing | decreasing
decreasing | increasing
50 mg | 500 mg
50 mg | 5 mg
50 mg | 50 g
50 mg | 50 mcg
50 mg | 50 ml
should be taken | should not be taken
should not be taken | should be taken
able | unable
typical | atypical
atypical | typical
aerobic | anaerobic
anaerobic | aerobic
hypertension | hypotension
hypotension | hypertension
hyperglycemia | hypoglycemia
hypokalemia | hyperkalemia
afferent | efferent
efferent | afferent
abduction | adduction
adduction | abduction
systolic | diastolic
agonist | antagonist
acidosis | alkalosis
prednisone | prednisolone
prednisolone | prednisone
citalopram | escitalopram
escitalopram | citalopram
fluoxetine | fluvoxamine
fluoxetine | duloxetine
paroxetine | fluoxetine
clonidine | clonazepam
hydroxyzine | hydralazine
lamotrigine | lamivudine
vinblastine | vincristine
dopamine | dobutamine
quinine | quinidine
ileum | ilium
ureter | urethra
mucus | mucous
perineal | peroneal
mitosis | meiosis
dysphagia | dysphasia
sulfate | sulfite
sulfite | sulfide
nitrate | nitrite
chlorate | chlorite
ethane | ethene
ethene | ethyne
propane | propene
methanol | methanal
methanol | ethanol
glucose | glucase
lactose | lactase
maltose | maltase
type II | type I
type II | type III
type 1 | type 2
vitamin B12 | vitamin B6
vitamin B12 | vitamin B1
vitamin C | vitamin D
hepatitis A | hepatitis B
CYP2D6 | CYP3A4
12 | 21
1.5 | 15
1.5 | 1.05
1,000 | 100
0.5 | 5
-5 | 5
5 | -5
+5 | -5
3 to 5 days | 3 to 5 weeks
two weeks | ten weeks
two | too
six | sex
fifteen | fifty
thirteen | thirty
sixteen | sixty
nineteen | ninety
daily | weekly
once daily | twice daily
morning | evening
before meals | after meals
always | never
ever | never
all | none
everybody | nobody
something | nothing
with food | without food
without food | with food
within | without
cannot | can
can | can't
is | isn't
does not | does
do | don't
must | must not
must not | must
may | may not
no | not
yes | no
possible | impossible
impossible | possible
legal | illegal
illegal | legal
regular | irregular
responsible | irresponsible
complete | incomplete
reversible | irreversible
direct | indirect
active | inactive
inactive | active
mature | immature
moral | amoral
symptomatic | asymptomatic
septic | aseptic
sexual | asexual
toxic | nontoxic
toxic | non-toxic
toxic | atoxic
agree | disagree
appear | disappear
connect | disconnect
infect | disinfect
understand | misunderstand
harmful | harmless
harmless | harmful
painful | painless
useful | useless
careful | careless
hopeful | hopeless
maximum | minimum
maximal | minimal
majority | minority
major | minor
superior | inferior
anterior | posterior
anterior | interior
exterior | interior
internal | external
interstate | intrastate
intravenous | intervenous
intercellular | intracellular
intracellular | intercellular
intermolecular | intramolecular
prenatal | postnatal
prenatal | perinatal
antenatal | neonatal
antecedent | anticedent
macroscopic | microscopic
microscopic | macroscopic
microeconomics | macroeconomics
overdose | underdose
overweight | underweight
import | export
inhale | exhale
inspire | expire
include | exclude
inclusive | exclusive
implicit | explicit
ascend | descend
accept | except
affect | effect
effect | affect
effective | affective
adapt | adopt
adverse | averse
complement | compliment
principal | principle
stationary | stationery
discreet | discrete
elicit | illicit
eminent | imminent
ensure | insure
moral | morale
personal | personnel
precede | proceed
perspective | prospective
proscribe | prescribe
prescribe | proscribe
desert | dessert
diary | dairy
angel | angle
trail | trial
form | from
causal | casual
conversation | conservation
marital | martial
united | untied
sacred | scared
silver | sliver
quiet | quite
weather | whether
through | though
thorough | through
lose | loose
loss | less
more | mere
higher | lower
high | low
heat | head
heart | heard
liver | lever
lung | long
bone | bond
blood | flood
brain | drain
vein | vain
cell | call
gene | genes not
gene | genre
protein | proteinase
bacteria | bacterial wall
virus | viral load
serotonin | melatonin
serotonin | serotonin reuptake
serotonin | not serotonin
noradrenaline | adrenaline
adrenaline | noradrenaline
norepinephrine | epinephrine
insulin | inulin
glucagon | glucose
glycogen | glycogenase
estrogen | androgen
receptor | reactor
reuptake | uptake
uptake | reuptake
depressant | antidepressant
antidepressant | depressant
psychotic | antipsychotic
biotic | antibiotic
oxidant | antioxidant
body | antibody
employer | employee
employee | employer
lessor | lessee
mortgagor | mortgagee
trainer | trainee
debit | credit
asset | assets not
liability | reliability
reliable | liable
sensitive | insensitive
sensitivity | specificity
dependent | independent
independent | dependent
addictive | not addictive
addictive | additive
stop suddenly | do not stop suddenly
do not stop suddenly | stop suddenly
stop slowly | stop suddenly
two to four weeks | two to six weeks
red and blue | blue or red
less than 5 | more than 5
< 5 | > 5
> 5 | < 5
5 % | 5
50% | 50 mg
10 kg | 10 g
37 °C | 37 °F
1/2 | 1/3
x + y | x - y
H2O | H2O2
CO | CO2
Na | K
Mg | mg/l
not able | notable
notable | not able
no table | notable
nowhere | now here
therapist | the rapist
atom | a tom
"""

# The expected text, then one with an ordinary slip.
SLIPS = """
serotonin | serotonn
serotonin | seretonin
serotonin | sertonin
serotonin | serotinin
serotonin | serotonine
serotonin | seratonin
serotonin | serotnin
antidepressant | antidepresant
antidepressant | antidepressent
antidepressant | antidepressnt
antidepressant | antidepressants
antidepressant | antideppressant
antidepressants | antidepressant
antidepressants | antidepresants
antidepressants | antidepressents
effective | efective
effective | effectve
effective | effectiv
effective | effecttive
ineffective | inefective
ineffective | ineffectve
increasing | increasng
increasing | increaing
increasing | incresing
withdrawal | withdrawl
withdrawal | withdrawel
withdrawal | witdrawal
medication | medicaton
medication | medicatoin
medication | mediction
depression | depresion
depression | deppression
depression | depressin
depression | depresssion
anxiety | anxeity
anxiety | anxity
anxiety | anxietty
anxiety | axniety
symptoms | symtoms
symptoms | symptons
symptoms | symptom
symptoms | simptoms
treatment | treatmnt
treatment | tretment
treatment | treatement
treatment | treatmet
receptor | recepter
receptor | receptr
receptor | recptor
receptor | receptors
synapse | synaps
synapse | sinapse
synapse | synapses
neurotransmitter | neurotransmiter
neurotransmitter | neurotransmittor
neurotransmitter | neurotransmitters
neurotransmitter | nuerotransmitter
neurotransmitter | neurotransmtter
prescription | perscription
prescription | prescripton
prescription | prescrition
prescription | presciption
professional | proffesional
professional | profesional
professional | professionel
professional | profesionnal
psychiatrist | psychatrist
psychiatrist | phsychiatrist
psychiatrist | psychiatrst
psychiatrist | psyciatrist
dosage | dosag
dosage | dossage
gradually | gradualy
gradually | gradully
gradually | graduallly
suddenly | sudenly
suddenly | suddenley
suddenly | suddnly
definite | definate
definite | definit
separate | seperate
separate | separat
necessary | neccessary
necessary | necessery
necessary | necesary
occurred | occured
occurred | ocurred
received | recieved
received | receved
believe | beleive
believe | belive
beginning | begining
beginning | beggining
environment | enviroment
environment | environmnt
government | goverment
government | govenment
immediately | immediatly
immediately | imediately
immediately | immediatley
independent | independant
independent | indepndent
knowledge | knowlege
knowledge | knowledg
library | libary
library | librery
maintenance | maintainance
maintenance | maintenence
occasionally | occasionaly
occasionally | ocassionally
privilege | privelege
privilege | priviledge
recommend | recomend
recommend | reccomend
recommend | recommed
rhythm | rythm
rhythm | rhythym
schedule | schedual
schedule | schedle
schedule | scedule
temperature | temprature
temperature | temperture
therapy | theraphy
therapy | therpy
therapy | thearpy
tomorrow | tommorow
tomorrow | tomorow
vaccine | vacine
vaccine | vaccin
weight | wieght
weight | weght
photosynthesis | photosynthsis
photosynthesis | photosyntesis
photosynthesis | photosinthesis
mitochondria | mitocondria
mitochondria | mitochondira
mitochondria | mitochondrea
fermentation | fermentaton
fermentation | fermantation
fermentation | fermentaion
compost | compst
compost | composst
nitrogen | nitrogn
nitrogen | nitorgen
nitrogen | nitrogin
oxygen | oxigen
oxygen | oxygn
oxygen | oxygne
bacteria | bactera
bacteria | bacterai
bacteria | bacteira
handwashing | handwashng
handwashing | hand-washing
handwashing | hand washing
handwashing | handwahsing
naïve | naive
dose | dosse
liver | livr
water | watr
water | wter
brain | brian
kidney | kidny
kidney | kideny
kidney | kidneys
stomach | stomache
stomach | stomch
hospital | hosptial
hospital | hospitol
hospital | hospitl
nausea | nausia
nausea | nausea
nausea | nasuea
headache | headach
headache | hedache
headache | headahce
insomnia | insomina
insomnia | insomnea
insomnia | insomnia
dizziness | dizzyness
dizziness | diziness
dizziness | dizzines
citalopram | citalopran
citalopram | citaloprm
fluoxetine | fluoxetin
fluoxetine | flouxetine
fluoxetine | fluoxtine
paracetamol | paracetemol
paracetamol | paracetmol
paracetamol | paracetomol
ibuprofen | ibuprofin
ibuprofen | ibuprofen
ibuprofen | ibuprophen
norepinephrine | norepinefrine
norepinephrine | norepinephrin
norepinephrine | norepinehprine
first aid | frst aid
first aid | firstaid
side effects | side efects
side effects | side effect
side effects | sideeffects
side effects | sid effects
blood pressure | blood presure
blood pressure | blod pressure
blood pressure | blood-pressure
blood pressure | bloodpressure
adrenaline | adrenalin
adrenaline | adrenlaine
adrenaline | adrenaine
glucose | glucos
glucose | gluccose
glucose | glocose
insulin | insulen
insulin | insuln
insulin | isnulin
monoamine oxidase | monoamine oxydase
monoamine oxidase | monoamin oxidase
monoamine oxidase | monoamine oxidse
cognitive | cognative
cognitive | cognitve
behaviour | behavior
behaviour | behaviuor
behaviour | behavour
"""

# The expected text, then the same in another spelling.
SPELLINGS = """
well-known | wellknown
well-known | well known
re-uptake | reuptake
re-uptake | re uptake
café | cafe
the synapse | synapse
the synapse | Synapse
the synapse | SYNAPSE
a doctor | doctor
a doctor | docter
a doctor | doctr
a doctor | doctors
one week | One week
one week | one  week
50 mg | 50mg
50 mg | 50  mg
50 mg | 50 MG
1,000 mg | 1000 mg
1,000 mg | 1000mg
0.5 | 0,5
per cent | percent
"""


def pairs(listed: str) -> list[tuple[str, str]]:
    return [
        (expected, typed)
        for line in listed.strip().splitlines()
        for expected, typed in [line.split(" | ")]
    ]


def test_there_are_enough_pairs_to_judge_by() -> None:
    assert len(set(pairs(OTHER_MEANINGS))) >= 200
    assert len(set(pairs(SLIPS))) >= 150


@pytest.mark.parametrize(("expected", "typed"), pairs(OTHER_MEANINGS))
def test_another_meaning_is_never_accepted(expected: str, typed: str) -> None:
    assert not says(typed, [expected])


def test_at_least_95_of_100_slips_are_forgiven() -> None:
    refused = [pair for pair in pairs(SLIPS) if not says(pair[1], [pair[0]])]
    assert len(refused) <= 0.05 * len(pairs(SLIPS)), refused


@pytest.mark.parametrize(("expected", "typed"), pairs(SPELLINGS))
def test_case_accents_spacing_and_articles_dont_matter(expected: str, typed: str) -> None:
    assert says(typed, [expected])


def test_a_term_of_the_course_is_never_a_slip_of_another() -> None:
    assert says("zolpidex", ["zolpidel"])
    assert not says("zolpidex", ["zolpidel"], terms=["zolpidex"])
    assert not says("zolpidex", ["zolpidel", "zolpidex 5"])


def test_look_alikes_in_the_article_are_found_as_rivals() -> None:
    article = (
        "Zolpidel helps. Zolpidex, its look-alike, does not; zolpidels neither. 5 mg are enough."
    )
    assert rivals(article, ["zolpidel"]) == ("zolpidels", "zolpidex")
    assert says("zolpidels", ["zolpidel"], terms=rivals(article, ["zolpidel"]))  # a plural
    assert not says("zolpidex", ["zolpidel"], terms=rivals(article, ["zolpidel"]))
    assert rivals(article, ["5 mg", "helps"]) == ()


def test_words_of_an_unknown_language_have_to_be_exact() -> None:
    assert not says("serotonn", ["serotonin"], language="xx")
    assert says("SEROTONIN", ["serotonin"], language="xx")


@given(st.text(max_size=40), st.text(max_size=40))
def test_saying_is_mutual_only_by_meaning_and_never_fails(one: str, other: str) -> None:
    assert says(one, [other]) in (True, False)
    assert says(one, [one]) or not any(c.isalnum() for c in one)


@given(
    st.lists(st.sampled_from(["the", "drug", "should", "be", "taken", "with", "food"]), min_size=1)
)
def test_a_negation_more_is_never_the_same(words: list[str]) -> None:
    text = " ".join(words)
    for negation in ("not", "never", "without", "no"):
        for at in range(len(words) + 1):
            denied = " ".join([*words[:at], negation, *words[at:]])
            assert not says(denied, [text])
            assert not says(text, [denied])
