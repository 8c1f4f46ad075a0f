/** Made things, one at a time. */
export const OBJECTS = `
chair, armchair, rocking chair, stool, bench, sofa, table, desk, bed, cradle, cupboard, wardrobe, bookshelf, chest,
drawer, mirror, clock, pocket watch, wristwatch, hourglass, sundial, lamp, desk lamp, chandelier, lantern, candle,
candlestick, menorah, light bulb, torch, fireplace, stove, oven, refrigerator, kettle, teapot, coffee pot, cup, mug,
glass, wine glass, goblet, bottle, jug, ewer, pitcher, vase, bowl, plate, dish, tray, pot, frying pan, knife, fork,
spoon, ladle, whisk, corkscrew, basket, bucket, barrel, box, crate, suitcase, handbag, backpack, purse, wallet,
umbrella, parasol, walking stick, fan, comb, brush, razor, scissors, needle, thimble, sewing machine, loom, spinning
wheel, broom, ladder, hammer, saw, axe, wrench, screwdriver, drill, anvil, nail, screw, chain, rope, hook, lock, key,
padlock, door handle, doorbell, bell, gong, whistle, drum, drum kit, cymbal, tambourine, xylophone, piano, grand piano,
organ, accordion, harmonica, guitar, electric guitar, banjo, lute, mandolin, harp, violin, cello, double bass, flute,
clarinet, oboe, saxophone, trumpet, trombone, horn, bagpipe, gramophone, radio, microphone, loudspeaker, headphones,
record player, cassette tape, television, camera, film projector, telescope, microscope, binoculars, magnifying glass,
telephone, mobile phone, typewriter, computer, laptop, keyboard, computer mouse, joystick, game controller, calculator,
abacus, globe, map, compass, book, open book, newspaper, letter, envelope, scroll, manuscript, postcard, stamp,
playing card, tarot card, chess board, chess piece, dice, puzzle, doll, puppet, teddy bear, toy car, toy train,
spinning top, kite, balloon, ball, football, basketball, baseball bat, tennis racket, golf club, skateboard,
surfboard, snowboard, ski, sled, skate, bow and arrow, sword, dagger, spear, shield, helmet, suit of armour, cannon,
rifle, revolver, bomb, tank, flag, banner, trophy, medal, crown, sceptre, throne, mask, jewel, necklace, ring,
earring, bracelet, brooch, coin, banknote, pearl, hat, straw hat, top hat, cap, turban, veil, scarf, glove, glasses,
sunglasses, tie, bow tie, shirt, t-shirt, jacket, coat, suit, dress, wedding dress, kimono, robe, skirt, trousers,
belt, shoe, high-heeled shoe, boot, sandal, sneaker, sock, apron, uniform, cloak, lace collar, quilt, blanket,
pillow, carpet, curtain, tapestry, tablecloth, towel, bathtub, shower, sink, toilet, tap, soap bubble, hairdryer,
syringe, stethoscope, wheelchair, crutch, pill, test tube, flask, scales, thermometer, easel, palette, paintbrush,
pencil, pen, quill, inkwell, frame, statue, bust, fountain, totem pole, tombstone, cross, altar, crucifix,
icon, buddha statue, rosary, incense burner, urn, coffin, anchor, oar, paddle, buoy, fishing net, fishing rod, trap,
cage, birdhouse, fence, gate, door, window, stained glass window, shutter, balcony, arch, column, staircase, spiral
staircase, roof, chimney, dome, tower, spire, wall, brick wall, bridge, suspension bridge, well, mill wheel, gear,
engine, machine, crane machine, circuit board, battery, magnet, satellite, antenna, rocket, spaceship, flying saucer,
car, vintage car, sports car, race car, taxi, bus, tram, truck, van, tractor, bulldozer, fire engine, ambulance,
motorcycle, scooter, bicycle, unicycle, carriage, cart, chariot, train, steam locomotive, wagon, airplane, biplane,
jet fighter, helicopter, hot air balloon, airship, glider, parachute, boat, rowing boat, sailing boat, canoe, kayak,
gondola, ferry, tall ship, warship, submarine, raft, lifeboat, yacht, fishing boat, shopping cart, traffic light,
street lamp, road sign, signpost, fire hydrant, letterbox, bench in a park, scarecrow, snowman, sandcastle, tent,
campfire, windmill, wind turbine, water pump, lighthouse lamp, logo, emblem, coat of arms, monogram, letter of the
alphabet, number, arrow, heart shape, star shape, circle, triangle, square, hexagon, spiral, cube, sphere, pyramid,
torus, knot, maze, labyrinth, mandala, grid, wheel, ornament, bar chart, diagram, floor plan, screenshot, barcode
`;

/** Made things, many or as a mass; patterns. */
export const OBJECTS_PLAIN = `
furniture, books, bottles, pottery, porcelain, crockery, cutlery, glassware, jewellery, gold, coins, toys, tools,
weapons, armour, clothes, shoes, fabric, lace, silk, wool, leather, denim, fur, yarn, thread, paper, crumpled paper,
cardboard, wood grain, planks, bricks, tiles, marble, concrete, rusty metal, chrome, steel, copper, broken
glass, plastic, wires, pipes, gears, machinery, ruins, rubble, scaffolding, fireworks, confetti, string lights, street
lights, city lights, traffic, balloons, ribbons, flags, masks, candles, keys, letters, handwriting, lettering, text on
a page, musical notes, numbers, symbols, hieroglyphs, stripes, polka dots, checkerboard, zigzag, concentric circles,
waves of lines, tangled lines, dots, triangles, hexagons, cubes, spheres, blobs, splashes of paint, drips of paint,
brush strokes, scribbles, gradient, noise, fractal, tessellation, lattice, weave, cracks, scratches, stains, fish scales,
swirls, spirals, arabesques, floral ornament, geometric shapes, abstract shapes, icons, emoji, pixels, windows of a
house, rooftops, stairs, columns, arches, doors, chairs, boats, cars, bicycles, ships at sea, planets
`;
