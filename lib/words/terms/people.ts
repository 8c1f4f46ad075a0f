/** People by what they are and do, and parts of them, one at a time. */
export const PEOPLE = `
person, man, woman, boy, girl, baby, toddler, child, teenager, old man, old woman, couple, family, crowd, bride,
groom, mother and child, self-portrait, portrait, face, eye, mouth, nose, ear, hand, fist, foot, arm, leg,
back, shoulder, beard, moustache, braid, heart, brain, silhouette of a person, group of people, king, queen, prince,
princess, emperor, knight, soldier, warrior, samurai, general, sailor, pirate, captain, cowboy, hunter, fisherman,
farmer, shepherd, peasant, gardener, blacksmith, carpenter, weaver, potter, baker, cook, waiter, butcher, nurse,
doctor, scientist, teacher, student, monk, nun, priest, saint, angel, cherub, devil, god, goddess, madonna, prophet,
pilgrim, witch, wizard, ghost, vampire, zombie, fairy, elf, giant, monster, alien, robot, cyborg, superhero, clown,
acrobat, juggler, dancer, ballerina, singer, musician, guitarist, violinist, pianist, drummer, conductor, actor,
painter at work, sculptor, photographer, writer, poet, reader, philosopher, nobleman, lady in a gown, geisha,
miner, factory worker, builder, mechanic, driver, pilot, astronaut, diver, swimmer, surfer, skier,
snowboarder, skater, skateboarder, cyclist, runner, jumper, climber, hiker, boxer, wrestler, fencer, archer, golfer,
tennis player, football player, basketball player, baseball player, rider on a horse, rower, goalkeeper, cheerleader,
businessman, judge, policeman, firefighter, bearded man, man with glasses, man in a hat, man in a suit,
woman in a red dress, woman with long hair, woman in a hat, child on a swing, child with a toy, person sleeping,
person reading, person walking a dog, person with an umbrella
`;

/** Doings and gatherings. */
export const DOINGS = `
people dancing, people talking, people eating, people playing, people swimming, people at the beach, children playing,
friends laughing, lovers kissing, embrace, handshake, a quarrel, dance, ballet, concert, orchestra, theatre play,
opera, parade, procession, protest, festival, carnival, circus, fair, wedding, funeral, baptism, birthday party,
picnic, dinner party, banquet, tea party, harvest, hunting, fishing, sailing, rowing, surfing, swimming, diving,
skiing, snowboarding, ice skating, skateboarding, cycling, running, jumping, climbing, camping, hiking, horse riding,
horse race, car race, bullfight, boxing match, football match, basketball game, baseball game, tennis match, rugby,
ice hockey, volleyball, golf, gymnastics, yoga, martial arts, fencing match, chess game, card game, cooking, baking,
washing, sewing, reading, writing, painting, playing music, praying, sleeping, dreaming, bathing, battle, siege,
shipwreck, flood, wildfire, coronation, crucifixion, last supper, annunciation, nativity scene, adoration of the magi,
last judgement, mythological scene, hunting scene, genre scene, fantasy battle
`;
