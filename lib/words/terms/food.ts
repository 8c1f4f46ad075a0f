/** Food and drink, one at a time. */
export const FOOD = `
apple, pear, orange, lemon, lime, banana, peach, apricot, plum, cherry, strawberry, raspberry, pomegranate, pineapple,
mango, melon, watermelon, fig, coconut, avocado, tomato, potato, carrot, onion, cucumber, pepper, pumpkin, aubergine,
cabbage, cauliflower, artichoke, radish, loaf of bread, baguette, croissant, pretzel, bagel, sandwich, hamburger,
hot dog, pizza, taco, burrito, pie, cake, wedding cake, cupcake, doughnut, biscuit, waffle, pancake, ice cream cone,
lollipop, chocolate bar, fried egg, omelette, roast chicken, steak, ham, sausage, bowl of soup, bowl of rice,
bowl of noodles, plate of sushi, salad, cup of coffee, cup of tea, glass of wine, glass of beer, cocktail,
bowl of fruit, basket of fruit, lemon on a plate
`;

/** Food and drink as a mass. */
export const FOOD_PLAIN = `
fruit, grapes, vegetables, bread, cheese, butter, honey, milk, meat, seafood, spaghetti, rice, beans, nuts, olives,
mushrooms, herbs, spices, sweets, wine, a feast, a still life with fruit, a still life with flowers
`;
