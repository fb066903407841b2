package words

// stopWords are the stop words by language. They are indexed like others, but looked up only in a query of nothing else.
var stopWords = map[string]string{
	"en": `a about after all also an and any are as at be because been before being but by can could did do does doing down during each
		few for from get gets getting had has have having he her here hers him his how i if in into is it its just may me might more most must my need needs no nor
		not of off on once only or other our out over own same shall she should so some such than that the their them then there these
		they this those through to too under until up upon us use used uses using versus very vs want wants was we were what when where which while who whom whose why will with
		would you your`,
	"fr": `à ai au aux avec ce ces cet cette comme dans de des du elle elles en est et été être eu il ils je l la le les leur leurs lui ma mais
		me mes moi mon ne nos notre nous on ont ou où par pas plus pour qu que quel quelle qui sa sans se ses si son sont sur ta te tes
		toi ton tu un une vos votre vous y d c s n m t`,
	"de": `aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dem den der des dessen die
		dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas für gegen hat hatte haben
		hier ich ihr ihre im in ins ist ja jede jedem jeden jeder jedes kann kein keine man mein mit nach nicht noch nun nur ob oder ohne
		sehr sein seine sich sie sind so soll über um und uns unser unter vom von vor war waren was wenn wer werden wie wieder wir wird wo
		zu zum zur zwischen`,
	"es": `a al ante como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era es esa esas ese eso esos esta
		estas este esto estos fue ha hay la las le les lo los más me mi mis muy ni no nos nosotros o os otra otro para pero por porque que
		qué quien se ser si sin sobre son su sus también te tu tus u un una uno unos y ya yo`,
	"hi": `और का की के को है हैं में से पर ने कि यह वह इस उस एक तो ही भी था थी थे हो कर या जो तथा एवं लिए साथ अपने कुछ जब तक`,
}
