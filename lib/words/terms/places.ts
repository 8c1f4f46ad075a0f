/** Places. Each reads on its own: "a photo of a …" is said of those in {@link PLACES}. */
export const PLACES = `
beach, rocky shore, coast, bay, harbour, pier, lighthouse, island, tropical island, desert island, lagoon, reef,
forest, pine forest, birch forest, bamboo forest, rainforest, jungle, swamp, marsh, meadow, field, wheat field,
flower field, lavender field, rice terrace, vineyard, orchard, garden, japanese garden, formal garden, greenhouse,
park, playground, lawn, valley, mountain pass, mountain lake, mountain village, prairie, savanna, steppe, tundra,
desert, oasis, moor, heath, cliff top, river bank, river delta, canal, dam, reservoir, city, old town, skyline,
street, cobbled street, alley, avenue, boulevard, crossroads, town square, market, street market, bazaar, shopping centre,
shop, bakery, butcher shop, bookshop, cafe, restaurant, bar, pub, nightclub, hotel, village, farm, barn, stable,
cottage, cabin, log cabin, hut, thatched house, house, villa, mansion, palace, castle, fortress, ruined castle,
tower block, skyscraper, office building, apartment building, suburb, factory, warehouse, power station,
oil refinery, mine, quarry, construction site, junkyard, rubbish dump, railway station, railway track, underground
station, airport, runway, bus stop, petrol station, car park, motorway, tunnel, country road, path, forest path,
staircase hall, corridor, hallway, room, living room, bedroom, kitchen, dining room, bathroom, attic, cellar, nursery,
library, study, classroom, school, university, laboratory, hospital, operating theatre, office, workshop, studio,
artist's studio, museum, art gallery, theatre, cinema, concert hall, opera house, stage, circus tent, stadium,
football pitch, tennis court, basketball court, swimming pool, gym, race track, golf course, ski slope, ice rink,
church, church interior, cathedral, chapel, monastery, abbey, cloister, mosque, minaret, synagogue, temple, pagoda,
shrine, buddhist temple, greek temple, roman ruin, aqueduct, amphitheatre, pyramid in the desert, stone circle,
cemetery, crypt, tomb, prison, dungeon, courtroom, parliament, town hall, barracks, battlefield, trench, camp,
campsite, fairground, amusement park, zoo, aquarium, waterfall in a forest, cave with a lake, underwater world,
sea floor, open sea, stormy sea, frozen lake, snowy field, snowy street, snowy forest, ice cave, lunar landscape,
space station, alien planet, futuristic city, floating island, fantasy castle, enchanted forest, haunted house,
empty room, abandoned building, ghost town, rooftop, balcony with a view, window seat, courtyard, terrace, veranda,
bridge over a river, riverside town, venetian canal, paris street, london street, new york street, tokyo street,
italian village, dutch canal, greek island, chinese landscape, japanese village, moroccan courtyard, indian palace,
american diner, western town, english countryside, alpine valley, norwegian fjord, icelandic coast, tuscan hills
`;
