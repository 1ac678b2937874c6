"""More texts of another meaning, both ways and as `questions grade` sees them: none is accepted."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from learning.cli.questions import questions
from tests.quizzes.test_text_matching import pairs

# Medicines and substances that look alike, tests and their results, doses, units, opposites.
PAIRS = """
levothyroxine | liothyronine
hydrocodone | oxycodone
morphine | hydromorphone
celecoxib | celexa
sertraline | cetirizine
venlafaxine | desvenlafaxine
omeprazole | esomeprazole
amlodipine | amiodarone
bupropion | buspirone
tramadol | trazodone
chlorpromazine | chlorpropamide
clomipramine | clomiphene
methadone | methionine
cyclosporine | cycloserine
penicillin | penicillamine
guanine | guanidine
adenine | adenosine
cytosine | cysteine
cytidine | cytosine
thymine | thiamine
uracil | urea
alanine | aniline
creatine | creatinine
bilirubin | biliverdin
albumin | albumen
globin | globulin
leukocyte | leukocytosis
thrombosis | thrombus
arteriosclerosis | atherosclerosis
gastritis | gastrosis
nephritis | nephrosis
arthritis | arthrosis
hepatitis | hepatosis
bradycardia | tachycardia
hypothermia | hyperthermia
hypothyroidism | hyperthyroidism
hypoxia | hyperoxia
polyuria | oliguria
anuria | dysuria
apnea | dyspnea
aphasia | aphagia
palpation | palpitation
tenia | tinea
cite | site
breath | breathe
emigrate | immigrate
allusion | illusion
historic | histrionic
ingenious | ingenuous
uninterested | disinterested
biannual | biennial
incidence | incidents
mortality | morality
morbidity | mobility
inoculate | inculcate
20 mg | 20 mcg
0.5 mg | 0.05 mg
1,5 mg | 15 mg
100 ml | 100 mg
5 mg/kg | 5 mg
5 mg/kg | 5 mg/l
2 x 10 mg | 2 x 100 mg
every 6 hours | every 8 hours
every 6 hours | every 6 days
twice a day | twice a week
three tablets | thirty tablets
40 % | 40
at least 5 | at most 5
up to 10 | over 10
before | after
do not crush | crush
do not drive | do drive
not more than two | more than two
without alcohol | with alcohol
never alone | alone
no longer | longer
unless | until
raises | lowers
raise | raze
increase | decrease
inhibits | exhibits
activates | deactivates
sodium | odium
potassium | sodium
calcium | cadmium
magnesium | manganese
fluoride | fluorine
chloride | chlorine
iodide | iodine
bromide | bromine
sulfur | sulfa
nitrous | nitric
ferrous | ferric
cuprous | cupric
butane | butene
hexane | hexene
phenol | phenyl
benzene | benzine
ammonia | ammonium
glycerin | glycine
tyrosine | thyroxine
histamine | histidine
tryptamine | tryptophan
melatonin | melanin
oxytocin | oxytetracycline
secretin | secretion
gastrin | gastric
renin | rennin
keratin | carotene
elastin | elastic
myosin | myosis
actin | acting
axon | exon
codon | coxon
neuron | neutron
synapse | synopsis
somatic | semantic
vagus | vagueness
sympathetic | parasympathetic
agonist | inverse agonist
monoamine | diamine
unipolar | bipolar
monozygotic | dizygotic
unilateral | bilateral
homozygous | heterozygous
afebrile | febrile
pyrexia | apyrexia
benign | malign
acute | chronic
distal | distill
dorsal | doral
proximal | maximal
medial | median
lateral | literal
carpal | carpel
carpal | tarsal
humerus | humorous
peritoneum | perineum
prostate | prostrate
uvula | vulva
callus | callous
viscus | viscous
villus | villous
humor | tumor
staff | staph
diaphragm | diagram
dilation | dilution
dilatation | dilution
infarct | infract
infection | infestation
infection | inflection
injection | infection
inflammation | inflation
contraception | conception
sedation | sedition
excision | incision
excretion | secretion
ingestion | indigestion
resection | dissection
perfusion | profusion
effusion | infusion
infusion | transfusion
vitamin | vitamer
protein | protean
asthma | asthmatic
cancer | canker
carbohydrate | carbohydrase
cholesterol | cholesterone
hormone | hormonal
phosphate | phosphite
carbonate | carbonite
testosterone | testosterol
sucrose | sucrase
cellulose | cellulase
amylose | amylase
ethanol | ethanal
butanol | butanal
propanol | propanal
propanolol | propanol
retinol | retinal
glycerol | glyceryl
cortisol | cortisone
hydrocortisone | hydrocortisol
menthol | menthone
acetone | acetol
phosphine | phosphane
silane | silene
sulphate | sulphite
sulphide | sulphite
nitride | nitrite
perchlorate | perchlorite
carcinoma | carcinosis
lymphoma | lymphosis
sarcoma | sarcosis
psychosis | psychitis
neurosis | neuritis
fibroma | fibrosis
colectomy | colotomy
colotomy | colostomy
gastrectomy | gastrotomy
mammogram | mammograph
electrocardiogram | electrocardiograph
tracheotomy | tracheostomy
seventeen | seventy
fourteen | forty
eighteen | eighty
one third | one fourth
June | July
Tuesday | Thursday
Austria | Australia
Iran | Iraq
Niger | Nigeria
Slovakia | Slovenia
Gambia | Zambia
Guinea | Guyana
bronchitis | bronchiosis
tuberculosis | tuberculitis
sinusitis | sinusosis
appendicitis | appendectomy
dermatitis | dermatosis
diabetes mellitus | diabetes insipidus
vertebrate | invertebrate
oxidation | reduction
oxidise | deoxidise
hydrate | dehydrate
hydration | dehydration
acetylcholine | acetylcholinesterase
cholinergic | anticholinergic
adrenergic | androgenic
glucagon | glucogen
triglyceride | diglyceride
monosaccharide | polysaccharide
disaccharide | trisaccharide
polyunsaturated | monounsaturated
saturated | unsaturated
saturated | polysaturated
eukaryote | prokaryote
eukaryotic | prokaryotic
autotroph | heterotroph
exothermic | endothermic
anabolism | catabolism
catabolic | anabolic
diastole | systole
afferent arteriole | efferent arteriole
preload | afterload
preoperative | perioperative
preoperative | postoperative
intravenous | intraosseous
subcutaneous | percutaneous
intramuscular | intermuscular
intracranial | extracranial
supination | pronation
flexion | reflexion
extension | distension
extensor | flexor
thyroid | parathyroid
thyroid | typhoid
typhus | typhoid
paresis | paralysis
paraplegia | tetraplegia
hemiplegia | paraplegia
hemiparesis | hemiplegia
mania | hypomania
manic | panic
phobia | photophobia
hydrophobic | hydrophilic
lipophilic | lipophobic
Gram-positive | Gram-negative
HIV-positive | HIV-negative
Rh-positive | Rh-negative
COVID-19 | COVID-18
H1N1 | H5N1
SSRI | SNRI
MAOI | MAO
GABA | GAMA
LDL | HDL
T3 | T4
IgG | IgM
mmol | mol
mmol/l | mg/dl
kcal | cal
kPa | MPa
mV | mA
10^3 | 10^4
+ | -
1 in 10 | 1 in 100
one in ten | one in a hundred
most | many
some | most
often | rarely
usually | unusually
likely | unlikely
probable | improbable
likely | lively
safe | unsafe
stable | unstable
certain | uncertain
necessary | unnecessary
known | unknown
healthy | unhealthy
conscious | unconscious
controlled | uncontrolled
treated | untreated
blinded | unblinded
related | unrelated
steady | unsteady
voluntary | involuntary
visible | invisible
sufficient | insufficient
adequate | inadequate
continent | incontinent
tolerance | intolerance
operable | inoperable
curable | incurable
soluble | insoluble
fertile | infertile
somnia | insomnia
balance | imbalance
mobile | immobile
proper | improper
rational | irrational
relevant | irrelevant
logical | illogical
literate | illiterate
order | disorder
ability | disability
comfort | discomfort
continue | discontinue
charge | discharge
coagulation | anticoagulation
coagulant | anticoagulant
convulsant | anticonvulsant
emetic | antiemetic
pyretic | antipyretic
inflammatory | anti-inflammatory
indicated | contraindicated
indication | contraindication
productive | counterproductive
"""


@pytest.fixture
def is_right(tmp_path: Path) -> Any:
    """Whether `questions grade` calls this answer right, where that is accepted."""

    def graded(kind: str, stem: str, accepted: list[Any], answer: object) -> bool:
        draft = {
            "section": "Any", "kind": kind, "stem": stem, "explanation": "The article says so.",
            "options": [], "answer": {"accepted": accepted}, "anchors": [], "drafter": "tests",
            "lints": [],
        }  # fmt: skip
        file = tmp_path / "question.json"
        file.write_text(json.dumps(draft))
        said = CliRunner().invoke(
            questions, ["grade", str(file), "--answer", json.dumps(answer), "--json"]
        )
        assert said.exit_code == 0, said.output
        return bool(json.loads(said.output)["correct"])

    return graded


@pytest.mark.parametrize(("one", "other"), pairs(PAIRS))
def test_neither_of_two_meanings_is_accepted_for_the_other(
    is_right: Any, one: str, other: str
) -> None:
    assert is_right("short_text", "What?", [one], one)
    assert not is_right("short_text", "What?", [one], other)
    assert not is_right("short_text", "What?", [other], one)


GAPS = "Take ___ of ___ for ___."
ACCEPTED = [["50 mg", "one tablet"], ["sertraline"], ["two weeks"]]


def test_each_gap_forgives_slips(is_right: Any) -> None:
    assert is_right("gap", GAPS, ACCEPTED, ["50mg", "sertralin", "two weeks"])
    assert is_right("gap", GAPS, ACCEPTED, ["one tablett", "Sertraline", "two  weeks"])


@pytest.mark.parametrize(
    "answer",
    [
        ["500 mg", "sertraline", "two weeks"], ["50 mcg", "sertraline", "two weeks"],
        ["50 mg", "cetirizine", "two weeks"], ["50 mg", "sertraline", "ten weeks"],
        ["50 mg", "sertraline", "two days"], ["50 mg", "not sertraline", "two weeks"],
        ["sertraline", "50 mg", "two weeks"], ["50 mg", "two weeks", "sertraline"],
        ["5 mg", "0 sertraline", "two weeks"], ["ten tablets", "sertraline", "two weeks"],
        ["50 mg", "sertraline", ""], ["50 mg sertraline", "", "two weeks"],
    ],
)  # fmt: skip
def test_one_gap_of_another_meaning_or_in_another_place_is_one_too_many(
    is_right: Any, answer: list[str]
) -> None:
    assert not is_right("gap", GAPS, ACCEPTED, answer)
