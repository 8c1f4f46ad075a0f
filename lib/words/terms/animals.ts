/**
 * Animals, one at a time: "a photo of a …". Apes and monkeys are left out on purpose: a small model
 * that took a person for one would say so under a picture of that person.
 */
export const ANIMALS = `
dog, puppy, sheepdog, greyhound, poodle, bulldog, terrier, husky, dalmatian, retriever, spaniel, dachshund,
cat, kitten, tabby cat, black cat, lion, lioness, tiger, leopard, snow leopard, cheetah, jaguar, panther, lynx,
cougar, wolf, fox, arctic fox, coyote, jackal, hyena, bear, polar bear, brown bear, panda, red panda, raccoon,
badger, otter, weasel, skunk, mongoose, meerkat, horse, foal, pony, donkey, mule, zebra, giraffe, camel, llama,
alpaca, cow, calf, bull, ox, buffalo, bison, yak, sheep, lamb, ram, goat, deer, stag, fawn, moose, reindeer,
antelope, gazelle, pig, piglet, wild boar, warthog, elephant, rhinoceros, hippopotamus, tapir, lemur, sloth, anteater, armadillo, hedgehog, porcupine, rabbit, hare, squirrel,
chipmunk, beaver, mouse, rat, hamster, guinea pig, bat, mole, kangaroo, koala, wombat, platypus, seal, sea lion,
walrus, whale, humpback whale, orca, dolphin, manatee, bird, sparrow, robin, swallow, finch, canary, blackbird,
crow, raven, magpie, jay, woodpecker, kingfisher, hummingbird, parrot, macaw, cockatoo, toucan, peacock, pheasant,
quail, hen, rooster, chick, turkey, goose, duck, swan, pigeon, dove, gull, pelican, heron, stork, crane, ibis,
flamingo, puffin, penguin, albatross, ostrich, emu, eagle, hawk, falcon, owl, vulture, condor, snake, cobra,
python, viper, lizard, iguana, chameleon, gecko, crocodile, alligator, turtle, sea turtle, tortoise, frog, toad,
newt, salamander, fish, goldfish, koi carp, salmon, trout, clownfish, seahorse, eel, shark, hammerhead shark,
stingray, manta ray, pufferfish, angelfish, octopus, squid, jellyfish, starfish, sea urchin, coral, sea anemone,
crab, lobster, shrimp, crayfish, hermit crab, snail, slug, clam, oyster, nautilus, butterfly, moth, caterpillar,
bee, bumblebee, wasp, hornet, fly, mosquito, dragonfly, damselfly, grasshopper, cricket, praying mantis, beetle,
ladybird, stag beetle, ant, termite, cicada, spider, tarantula, scorpion, centipede, earthworm, dinosaur, mammoth,
trilobite, ammonite, dragon, unicorn, phoenix, griffin, mermaid, centaur, sphinx, sea monster
`;

/** Animals, many or as a mass. */
export const ANIMALS_PLAIN = `
flock of birds, herd of cattle, herd of sheep, pack of wolves, school of fish, swarm of bees, wildlife, farm animals,
insects, birds in flight, sea life, pets
`;
